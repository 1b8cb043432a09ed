import { createHash, randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServiceError } from '../../core/service';
import { Fields } from '../../core/fields';
import { writeAtomically } from '../../core/write-atomically';
import { checkWrite } from './conditions';
import { contentOf } from './content';
import { toObjectHeaders } from './object-calls';
import type { ObjectHeaders } from './object-store';
import { type Answer, empty, quoted, type S3Call } from './s3-call';
import { contents, leaf, textOf, xmlResponse } from './xml';

const MAX_PARTS = 10_000;
/** The minimum size of every part except the last. */
const MIN_PART_BYTES = 5 * 1024 * 1024;

/** CreateMultipartUpload: creates a folder that describes the future object; each part adds a file to it. */
export const createUpload: Answer = ({ request, store, bucket, key }) => {
  const uploadId = randomBytes(24).toString('hex');
  mkdirSync(store.uploadFolder(uploadId));
  const upload = JSON.stringify({ bucket, key, headers: toObjectHeaders(request) });
  writeAtomically(join(store.uploadFolder(uploadId), 'upload.json'), upload);
  const members = [leaf('Bucket', bucket), leaf('Key', key), leaf('UploadId', uploadId)];
  return xmlResponse(200, 'InitiateMultipartUploadResult', ...members);
};

/** UploadPart: a part with the number of an earlier part replaces it. */
export const uploadPart: Answer = (call) => {
  const { folder } = openUpload(call);
  if (call.request.headers['x-amz-copy-source'] !== undefined) {
    throw new ServiceError('NotImplemented', 'The embedded S3 does not support UploadPartCopy.', 501);
  }
  const part = Number(call.request.query.get('partNumber'));
  if (!Number.isInteger(part) || part < 1 || part > MAX_PARTS) {
    throw new ServiceError('InvalidArgument', `Part number must be an integer between 1 and ${MAX_PARTS}.`);
  }
  const content = contentOf(call.request);
  writeAtomically(join(folder, String(part)), content);
  return empty(200, { etag: quoted(md5(content)) });
};

/** CompleteMultipartUpload: joins the listed parts, which must be in ascending order, into the object. */
export const completeUpload: Answer = (call) => {
  const { request, store, bucket, key } = call;
  const { folder, headers } = openUpload(call);
  const parts = toParts(request.body.toString('utf8'));
  checkWrite(request.headers, store.find(bucket, key));
  const file = store.newFile();
  try {
    writeFileSync(file, '');
    const hashes = parts.map((part, index) => {
      const content = readPart(folder, part, index === parts.length - 1);
      appendFileSync(file, content);
      return createHash('md5').update(content).digest();
    });
    const etag = `${md5(Buffer.concat(hashes))}-${parts.length}`;
    store.adopt(bucket, key, file, etag, headers);
    rmSync(folder, { recursive: true });
    const members = [leaf('Bucket', bucket), leaf('Key', key), leaf('ETag', quoted(etag))];
    return xmlResponse(200, 'CompleteMultipartUploadResult', ...members);
  } finally {
    rmSync(file, { force: true });
  }
};

/** AbortMultipartUpload. */
export const abortUpload: Answer = (call) => {
  rmSync(openUpload(call).folder, { recursive: true });
  return empty(204);
};

const openUpload = ({
  request,
  store,
  bucket,
  key,
}: S3Call): { readonly folder: string; readonly headers: ObjectHeaders } => {
  const uploadId = request.query.get('uploadId') ?? '';
  const folder = store.uploadFolder(uploadId);
  const file = join(folder, 'upload.json');
  // The pattern rejects ids such as "..", which would address another folder.
  if (/^[0-9a-f]{48}$/.test(uploadId) && statSync(file, { throwIfNoEntry: false })) {
    const upload = Fields.parse(readFileSync(file, 'utf8'));
    if (upload.string('bucket') === bucket && upload.string('key') === key) {
      return { folder, headers: upload.stringMap('headers') };
    }
  }
  throw new ServiceError('NoSuchUpload', 'The specified multipart upload does not exist.', 404);
};

interface Part {
  readonly number: number;
  readonly etag: string;
}

const toParts = (xml: string): readonly Part[] => {
  const parts = contents(xml, 'Part').map((part) => ({
    number: Number(textOf(part, 'PartNumber')),
    etag: (textOf(part, 'ETag') ?? '').replaceAll('"', ''),
  }));
  if (parts.length === 0) throw new ServiceError('MalformedXML', 'CompleteMultipartUpload needs at least one Part.');
  if (parts.some(({ number }, index) => number <= (parts[index - 1]?.number ?? 0))) {
    throw new ServiceError('InvalidPartOrder', 'The list of parts was not in ascending order.');
  }
  return parts;
};

const readPart = (folder: string, { number, etag }: Part, isLast: boolean): Buffer => {
  const file = join(folder, String(number));
  const content = statSync(file, { throwIfNoEntry: false }) ? readFileSync(file) : undefined;
  if (!content || md5(content) !== etag) {
    throw new ServiceError('InvalidPart', `Part ${number} was not uploaded, or its ETag differs.`);
  }
  if (!isLast && content.length < MIN_PART_BYTES) {
    throw new ServiceError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
  }
  return content;
};

const md5 = (content: Buffer): string => createHash('md5').update(content).digest('hex');
