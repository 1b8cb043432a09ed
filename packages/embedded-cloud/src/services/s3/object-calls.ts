import { type HttpRequest, type HttpResponse, ServiceError } from '../../core/service';
import { checkRead, checkWrite, toRange } from './conditions';
import { contentOf } from './content';
import type { ObjectHeaders, StoredObject } from './object-store';
import { type Answer, empty, existing, quoted, type S3Call } from './s3-call';
import { leaf, xmlResponse } from './xml';

const STORED_HEADERS = ['content-type', 'content-language', 'content-disposition', 'cache-control', 'expires'];

/** The headers of a request that S3 stores with the object. */
export const toObjectHeaders = ({ headers }: HttpRequest): ObjectHeaders => {
  const stored = Object.entries(headers).filter(
    ([name]) => STORED_HEADERS.includes(name) || name.startsWith('x-amz-meta-'),
  );
  const codings = (headers['content-encoding'] ?? '').split(',').map((coding) => coding.trim());
  // aws-chunked encodes the transfer, not the object.
  const contentCodings = codings.filter((coding) => coding !== '' && coding !== 'aws-chunked');
  if (contentCodings.length > 0) stored.push(['content-encoding', contentCodings.join(',')]);
  return Object.fromEntries(stored);
};

/** GetObject, with ranges and conditions. */
export const getObject: Answer = ({ request, store, bucket, key }) => {
  const object = existing(store, bucket, key);
  const rejected = checkRead(request.headers, object);
  if (rejected !== undefined) return toRejection(rejected, object);
  const range = toRange(request.headers['range'], object.size);
  const body = store.read(object, range);
  const headers = { ...describe(object), 'content-length': String(body.length) };
  if (!range) return { status: 200, headers, body };
  const part = `bytes ${range.start}-${range.end}/${object.size}`;
  return { status: 206, headers: { ...headers, 'content-range': part }, body };
};

/** HeadObject. */
export const headObject: Answer = ({ request, store, bucket, key }) => {
  const object = existing(store, bucket, key);
  const rejected = checkRead(request.headers, object);
  if (rejected !== undefined) return toRejection(rejected, object);
  return { status: 200, headers: { ...describe(object), 'content-length': String(object.size) } };
};

/** PutObject; or CopyObject, when the request has the header x-amz-copy-source. */
export const putObject: Answer = (call) => {
  const { request, store, bucket, key } = call;
  if (request.headers['x-amz-copy-source'] !== undefined) return copyObject(call, request.headers['x-amz-copy-source']);
  checkWrite(request.headers, store.find(bucket, key));
  const { etag } = store.put(bucket, key, contentOf(request), toObjectHeaders(request));
  return empty(200, { etag: quoted(etag) });
};

/** DeleteObject: succeeds when the object does not exist, as on AWS. */
export const deleteObject: Answer = ({ store, bucket, key }) => {
  store.remove(bucket, key);
  return empty(204);
};

const copyObject = ({ request, store, bucket, key, checkBucket }: S3Call, source: string): HttpResponse => {
  const [, fromBucket = '', fromKey = ''] = /^\/?([^/]+)\/(.+)$/s.exec(decode(source)) ?? [];
  checkBucket(fromBucket);
  const object = existing(store, fromBucket, fromKey);
  const replaces = request.headers['x-amz-metadata-directive'] === 'REPLACE';
  if (!replaces && fromBucket === bucket && fromKey === key) {
    throw new ServiceError(
      'InvalidRequest',
      'An object can be copied onto itself only with the metadata directive REPLACE.',
    );
  }
  const copy = store.put(bucket, key, store.read(object), replaces ? toObjectHeaders(request) : object.headers);
  const modified = new Date(copy.modifiedAt).toISOString();
  return xmlResponse(200, 'CopyObjectResult', leaf('LastModified', modified), leaf('ETag', quoted(copy.etag)));
};

const decode = (source: string): string => {
  if (source.includes('?')) {
    throw new ServiceError('NotImplemented', 'The embedded S3 does not keep object versions.', 501);
  }
  try {
    return decodeURIComponent(source);
  } catch {
    throw new ServiceError('InvalidArgument', 'Copy Source must be URL encoded.');
  }
};

const describe = ({ etag, modifiedAt, headers }: StoredObject): Record<string, string> => ({
  'content-type': 'binary/octet-stream',
  ...headers,
  etag: quoted(etag),
  'last-modified': new Date(modifiedAt).toUTCString(),
  'accept-ranges': 'bytes',
});

const toRejection = (status: 304 | 412, object: StoredObject): HttpResponse => {
  if (status === 304) return empty(304, { etag: quoted(object.etag) });
  throw new ServiceError('PreconditionFailed', 'At least one of the preconditions you specified did not hold.', 412);
};
