import { ServiceError } from '../../core/service';
import { checksumOf, declaredChecksum, isChecksumHeader, wholeChecksum } from './checksums';
import { checkRead, checkWrite, preconditionFailed } from './conditions';
import { toObjectHeaders } from './object-headers';
import type { StoredObject } from './object-store';
import { type Answer, existing, quoted, type S3Call } from './s3-call';
import { addressedPart, md5, partChecksum } from './multipart-calls';
import { leaf, xmlResponse } from './xml';

/** The object that a copy reads. */
interface CopySource {
  readonly object: StoredObject;
  /** Whether it has this bucket and key. */
  is(bucket: string, key: string): boolean;
  /** The bytes in x-amz-copy-source-range; all of them without that header. */
  read(): Buffer;
}

const PREFIX = 'x-amz-copy-source-';

/** The object in the header x-amz-copy-source, if its conditions hold. */
const copySource = ({ request: { headers }, input, store, checkBucket }: S3Call): CopySource => {
  const [, bucket = '', key = ''] = /^([^/]+)\/(.+)$/s.exec(copySourceOf(input.string('CopySource'))) ?? [];
  checkBucket(bucket);
  const object = existing(store, bucket, key);
  const conditions = Object.entries(headers).filter(([name]) => name.startsWith(PREFIX));
  const asRead = Object.fromEntries(conditions.map(([name, value]) => [name.slice(PREFIX.length), value]));
  if (checkRead(asRead, object) !== undefined) throw preconditionFailed();
  return {
    object,
    is: (otherBucket, otherKey) => bucket === otherBucket && key === otherKey,
    read: () => store.read(object, asRead['range'] === undefined ? undefined : toRange(asRead['range'], object.size)),
  };
};

/** CopyObject. */
export const copyObject: Answer = (call) => {
  const { request, store, bucket, key } = call;
  const source = copySource(call);
  checkWrite(request.headers, store.find(bucket, key));
  const { object } = source;
  const replaces = request.headers['x-amz-metadata-directive'] === 'REPLACE';
  if (!replaces && source.is(bucket, key)) {
    throw new ServiceError(
      'InvalidRequest',
      'An object can be copied onto itself only with the metadata directive REPLACE.',
    );
  }
  const content = source.read();
  // The copy of a multipart upload is one part, so its checksum is computed again.
  const algorithm = request.headers['x-amz-checksum-algorithm'] ?? declaredChecksum(object.headers)?.algorithm;
  const checksum = algorithm === undefined ? {} : wholeChecksum(algorithm, checksumOf(algorithm, content));
  const kept = Object.entries(object.headers).filter(([name]) => !isChecksumHeader(name));
  const headers = replaces ? toObjectHeaders(request) : Object.fromEntries(kept);
  const copy = store.put(bucket, key, content, { ...headers, ...checksum });
  const modified = new Date(copy.modifiedAt).toISOString();
  return xmlResponse(200, 'CopyObjectResult', leaf('LastModified', modified), leaf('ETag', quoted(copy.etag)));
};

/** UploadPartCopy. */
export const copyPart: Answer = (call) => {
  const [{ upload, number }, content] = [addressedPart(call), copySource(call).read()];
  call.store.uploads.writePart(upload, number, content);
  const modified = new Date().toISOString();
  return xmlResponse(
    200,
    'CopyPartResult',
    leaf('LastModified', modified),
    leaf('ETag', quoted(md5(content))),
    ...partChecksum(upload, content),
  );
};

/** A part is copied from a range with both ends within the object. */
const toRange = (header: string, size: number): { readonly start: number; readonly end: number } => {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? [];
  const [start, end] = [Number(first), Number(last)];
  if (start <= end && end < size) return { start, end };
  throw new ServiceError('InvalidArgument', `Range specified is not valid for source object of size: ${size}`);
};

/** The bucket and the key in the header x-amz-copy-source: `bucket/key`. */
export const copySourceOf = (source: string): string => {
  if (source.includes('?')) {
    throw new ServiceError('NotImplemented', 'The embedded S3 does not keep object versions.', 501);
  }
  try {
    return decodeURIComponent(source).replace(/^\//, '');
  } catch {
    throw new ServiceError('InvalidArgument', 'Copy Source must be URL encoded.');
  }
};
