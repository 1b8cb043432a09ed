import type { HttpRequest, HttpResponse } from '../../core/service';
import { checksumTag, declaredChecksum, isChecksumHeader } from './checksums';
import { checkRead, checkWrite, preconditionFailed, toRange } from './conditions';
import { receive } from './content';
import { type ObjectHeaders, STORED_HEADERS, toObjectHeaders } from './object-headers';
import type { StoredObject } from './object-store';
import { type Answer, empty, existing, quoted } from './s3-call';
import { branch, leaf, xmlResponse } from './xml';

/** A larger body is read while it is sent, so that it never is in memory as a whole. */
const STREAMED_BYTES = 4 * 1024 * 1024;

/** GetObject, with ranges and conditions. */
export const getObject: Answer = (call) => {
  const object = existing(call.store, call.bucket, call.key);
  const rejection = rejectionOf(call.request, object);
  if (rejection) return rejection;
  const range = toRange(call.request.headers['range'], object.size);
  const answer = describeRead(call.request, object, range);
  const size = Number(answer.headers['content-length']);
  return size > STREAMED_BYTES
    ? { ...answer, stream: call.store.stream(object, range) }
    : { ...answer, body: call.store.read(object, range) };
};

/** HeadObject, also of a range. */
export const headObject: Answer = ({ request, store, bucket, key }) => {
  const object = existing(store, bucket, key);
  return rejectionOf(request, object) ?? describeRead(request, object, toRange(request.headers['range'], object.size));
};

/** GetObjectAttributes. */
export const getAttributes: Answer = ({ request, store, bucket, key }) => {
  const object = existing(store, bucket, key);
  const checksum = declaredChecksum(object.headers);
  const parts = /-(\d+)$/.exec(object.etag)?.[1];
  const attributes: Readonly<Record<string, readonly string[]>> = {
    ETag: [leaf('ETag', object.etag)],
    Checksum: checksum
      ? [
          branch(
            'Checksum',
            leaf(checksumTag(checksum.algorithm), checksum.value),
            leaf('ChecksumType', object.headers['x-amz-checksum-type'] ?? ''),
          ),
        ]
      : [],
    ObjectParts: parts === undefined ? [] : [branch('ObjectParts', leaf('PartsCount', parts))],
    ObjectSize: [leaf('ObjectSize', object.size)],
    StorageClass: [leaf('StorageClass', 'STANDARD')],
  };
  const requested = (request.headers['x-amz-object-attributes'] ?? '').split(',').map((name) => name.trim());
  const answer = xmlResponse(
    200,
    'GetObjectAttributesResponse',
    ...Object.entries(attributes).flatMap(([name, elements]) => (requested.includes(name) ? elements : [])),
  );
  return { ...answer, headers: { ...answer.headers, 'last-modified': new Date(object.modifiedAt).toUTCString() } };
};

/** PutObject. */
export const putObject: Answer = ({ request, store, bucket, key }) => {
  checkWrite(request.headers, store.find(bucket, key));
  const { content, checksum } = receive(request);
  const { etag } = store.put(bucket, key, content, { ...toObjectHeaders(request), ...checksum });
  return empty(200, { etag: quoted(etag), ...checksum });
};

/** DeleteObject: succeeds when the object does not exist, as on AWS, unless the request has a condition. */
export const deleteObject: Answer = ({ request, store, bucket, key }) => {
  if (request.headers['if-match'] !== undefined) checkWrite(request.headers, store.find(bucket, key));
  store.remove(bucket, key);
  return empty(204);
};

type Range = ReturnType<typeof toRange>;

/** The status and the headers of an object or of a range of it. */
const describeRead = (request: HttpRequest, object: StoredObject, range: Range) => {
  const size = range ? range.end - range.start + 1 : object.size;
  const returnsChecksum = request.headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED' && !range;
  const stored = Object.entries(object.headers).filter(([name]) => returnsChecksum || !isChecksumHeader(name));
  const headers: Record<string, string> = {
    'content-type': 'binary/octet-stream',
    ...Object.fromEntries(stored),
    ...overridesIn(request.query),
    etag: quoted(object.etag),
    'last-modified': new Date(object.modifiedAt).toUTCString(),
    'accept-ranges': 'bytes',
    'content-length': String(size),
    ...(range && { 'content-range': `bytes ${range.start}-${range.end}/${object.size}` }),
  };
  return { status: range ? 206 : 200, headers };
};

/** The headers that a reader asks for in place of the stored ones, such as `response-content-disposition`. */
const overridesIn = (query: URLSearchParams): ObjectHeaders =>
  Object.fromEntries(
    [...STORED_HEADERS, 'content-encoding'].flatMap((name) => {
      const value = query.get(`response-${name}`);
      return value === null ? [] : [[name, value]];
    }),
  );

/** The answer to a read whose conditions do not hold. */
const rejectionOf = ({ headers }: HttpRequest, object: StoredObject): HttpResponse | undefined => {
  const rejected = checkRead(headers, object);
  if (rejected === 412) throw preconditionFailed();
  return rejected === 304 ? empty(304, { etag: quoted(object.etag) }) : undefined;
};
