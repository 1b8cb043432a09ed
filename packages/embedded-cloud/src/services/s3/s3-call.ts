import { type HttpRequest, type HttpResponse, ServiceError } from '../../core/service';
import type { Fields } from '../../core/fields';
import type { ObjectStore, StoredObject } from './object-store';

/** One request to S3 with what it is addressed to. */
export interface S3Call {
  readonly request: HttpRequest;
  /** A bucket that exists. */
  readonly bucket: string;
  /** Empty when the call is for the bucket. */
  readonly key: string;
  /** The bucket as its template declares it. */
  readonly declared: Fields;
  readonly store: ObjectStore;
  readonly region: string;
  /** Throws where there is no such bucket. */
  readonly checkBucket: (bucket: string) => void;
}

/** Answers one kind of call. */
export type Answer = (call: S3Call) => HttpResponse;

/** An answer without content. */
export const empty = (status: number, headers: Readonly<Record<string, string>> = {}): HttpResponse => ({
  status,
  headers: status === 204 || status === 304 ? headers : { 'content-length': '0', ...headers },
});

/** ETags are quoted on the wire. */
export const quoted = (etag: string): string => `"${etag}"`;

/** The object that a key names; throws NoSuchKey. */
export const existing = (store: ObjectStore, bucket: string, key: string): StoredObject => {
  const object = store.find(bucket, key);
  if (!object) throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404);
  return object;
};
