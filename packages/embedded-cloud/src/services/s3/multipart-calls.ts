import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Fields } from '../../core/fields';
import { type HttpResponse, ServiceError } from '../../core/service';
import { checksumHeader, checksumOf, checksumTag, declaredChecksum } from './checksums';
import { checkWrite } from './conditions';
import { receive } from './content';
import { MultipartChecksum, requestedChecksum } from './multipart-checksum';
import { type ObjectHeaders, toObjectHeaders } from './object-headers';
import { type Answer, empty, quoted, type S3Call } from './s3-call';
import type { Part, Upload } from './uploads';
import { leaf, xmlResponse } from './xml';

const MAX_PARTS = 10_000;
/** The minimum size of every part except the last. */
const MIN_PART_BYTES = 5 * 1024 * 1024;

/** CreateMultipartUpload. */
export const createUpload: Answer = ({ request, store, bucket, key }) => {
  const checksum = requestedChecksum(request);
  const uploadId = store.uploads.create({ bucket, key, headers: toObjectHeaders(request), checksum });
  const members = [leaf('Bucket', bucket), leaf('Key', key), leaf('UploadId', uploadId)];
  const headers = checksum && { 'x-amz-checksum-algorithm': checksum.algorithm, 'x-amz-checksum-type': checksum.type };
  return withHeaders(xmlResponse(200, 'InitiateMultipartUploadResult', ...members), headers);
};

/** The upload and the number of the part that a call writes. */
export const addressedPart = (call: S3Call): { readonly upload: Upload; readonly number: number } => {
  const upload = openUpload(call);
  const number = Number(call.request.query.get('partNumber'));
  if (Number.isInteger(number) && number >= 1 && number <= MAX_PARTS) return { upload, number };
  throw new ServiceError('InvalidArgument', `Part number must be an integer between 1 and ${MAX_PARTS}.`);
};

/** UploadPart. */
export const uploadPart: Answer = (call) => {
  const { request, store } = call;
  const { upload, number } = addressedPart(call);
  const { content, checksum } = receive(request);
  const [expected, actual] = [upload.checksum?.algorithm, declaredChecksum(checksum)?.algorithm];
  if (expected !== undefined && actual !== undefined && actual !== expected) {
    const types = `expected checksum Type: ${expected.toLowerCase()}, actual checksum Type: ${actual.toLowerCase()}`;
    throw new ServiceError('InvalidRequest', `Checksum Type mismatch occurred, ${types}`);
  }
  store.uploads.writePart(upload, number, content);
  const algorithm = actual ?? expected;
  const computed = algorithm === undefined ? {} : { [checksumHeader(algorithm)]: checksumOf(algorithm, content) };
  return empty(200, { etag: quoted(md5(content)), ...computed });
};

/** The checksum of a part as an element, if the object of its upload gets a checksum. */
export const partChecksum = ({ checksum }: Upload, content: Buffer): readonly string[] =>
  checksum ? [leaf(checksumTag(checksum.algorithm), checksumOf(checksum.algorithm, content))] : [];

/** CompleteMultipartUpload: joins the listed parts, which must be in ascending order, into the object. */
export const completeUpload: Answer = (call) => {
  const { request, input, store, bucket, key } = call;
  const upload = openUpload(call);
  const listed = toListedParts(input.object('MultipartUpload'), upload);
  checkWrite(request.headers, store.find(bucket, key));
  const file = store.newFile();
  try {
    const { etag, headers } = joinParts(file, listed, upload, store.uploads.parts(upload), request.headers);
    store.adopt(bucket, key, file, etag, { ...upload.headers, ...headers });
    store.uploads.remove(upload);
    const checksum = declaredChecksum(headers);
    const members = [
      ...[leaf('Bucket', bucket), leaf('Key', key), leaf('ETag', quoted(etag))],
      ...(checksum ? [leaf(checksumTag(checksum.algorithm), checksum.value)] : []),
      ...(checksum ? [leaf('ChecksumType', headers['x-amz-checksum-type'] ?? '')] : []),
    ];
    return xmlResponse(200, 'CompleteMultipartUploadResult', ...members);
  } finally {
    rmSync(file, { force: true });
  }
};

/** AbortMultipartUpload. */
export const abortUpload: Answer = (call) => {
  call.store.uploads.remove(openUpload(call));
  return empty(204);
};

/** The upload that a call addresses; throws NoSuchUpload. */
export const openUpload = ({ request, store, bucket, key }: S3Call): Upload =>
  store.uploads.open(request.query.get('uploadId') ?? '', bucket, key);

/** A part as CompleteMultipartUpload lists it. */
interface ListedPart {
  readonly number: number;
  readonly etag: string;
  /** Its checksum in the algorithm of the upload. */
  readonly checksum: string | undefined;
}

const toListedParts = (body: Fields | undefined, { checksum }: Upload): readonly ListedPart[] => {
  const parts = (body?.objects('Parts') ?? []).map((part) => ({
    number: part.number('PartNumber'),
    etag: (part.optionalString('ETag') ?? '').replaceAll('"', ''),
    checksum: checksum && part.optionalString(checksumTag(checksum.algorithm)),
  }));
  if (parts.length === 0) throw new ServiceError('MalformedXML', 'CompleteMultipartUpload needs at least one Part.');
  if (parts.some(({ number }, index) => number <= (parts[index - 1]?.number ?? 0))) {
    throw new ServiceError('InvalidPartOrder', 'The list of parts was not in ascending order.');
  }
  return parts;
};

/** Appends the parts to a file; returns the ETag and the checksum of the object. */
const joinParts = (
  file: string,
  listed: readonly ListedPart[],
  { checksum }: Upload,
  parts: readonly Part[],
  declared: ObjectHeaders,
): { readonly etag: string; readonly headers: ObjectHeaders } => {
  const whole = checksum && new MultipartChecksum(checksum);
  const hash = createHash('md5');
  let size = 0;
  writeFileSync(file, '');
  for (const [index, part] of listed.entries()) {
    const stored = parts.find(({ number }) => number === part.number);
    const content = readPart(stored, part, index === listed.length - 1);
    whole?.add(content, part.number, part.checksum);
    appendFileSync(file, content);
    hash.update(Buffer.from(md5(content), 'hex'));
    size += content.length;
  }
  const expected = declared['x-amz-mp-object-size'];
  if (expected !== undefined && Number(expected) !== size) {
    throw new ServiceError('InvalidRequest', `The object has ${size} bytes, not x-amz-mp-object-size: ${expected}.`);
  }
  return { etag: `${hash.digest('hex')}-${listed.length}`, headers: whole?.finish(declared) ?? {} };
};

const readPart = (stored: Part | undefined, { number, etag }: ListedPart, isLast: boolean): Buffer => {
  const content = stored && readFileSync(stored.path);
  if (!content || md5(content) !== etag) {
    throw new ServiceError('InvalidPart', `Part ${number} was not uploaded, or its ETag differs.`);
  }
  if (!isLast && content.length < MIN_PART_BYTES) {
    throw new ServiceError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
  }
  return content;
};

/** The MD5 of a content in hex, which is the ETag of a part. */
export const md5 = (content: Buffer): string => createHash('md5').update(content).digest('hex');

const withHeaders = (answer: HttpResponse, headers: ObjectHeaders = {}): HttpResponse => ({
  ...answer,
  headers: { ...answer.headers, ...headers },
});
