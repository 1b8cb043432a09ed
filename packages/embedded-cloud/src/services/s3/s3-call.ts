import { type HttpRequest, type HttpResponse, ServiceError } from '../../core/service';
import type { Fields } from '../../core/fields';
import type { ObjectStore, StoredObject } from './object-store';

/** One request to S3, with the bucket and object that it addresses. */
export interface S3Call {
  readonly request: HttpRequest;
  readonly input: Fields;
  /** A bucket that exists. */
  readonly bucket: string;
  /** Empty when the call addresses the bucket. */
  readonly key: string;
  /** The bucket's properties in its template. */
  readonly declared: Fields;
  readonly store: ObjectStore;
  readonly region: string;
  readonly accountId: string;
  /** Throws NoSuchBucket when the bucket does not exist. */
  readonly checkBucket: (bucket: string) => void;
}

/** Answers one kind of call. */
export type Answer = (call: S3Call) => HttpResponse;

/** A response without a body. */
export const empty = (status: number, headers: Readonly<Record<string, string>> = {}): HttpResponse => ({
  status,
  headers: status === 204 || status === 304 ? headers : { 'content-length': '0', ...headers },
});

/** An ETag as it appears on the wire, in quotes. */
export const quoted = (etag: string): string => `"${etag}"`;

/** The object with this key; throws NoSuchKey. */
export const existing = (store: ObjectStore, bucket: string, key: string): StoredObject => {
  const object = store.find(bucket, key);
  if (!object) throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404);
  return object;
};
