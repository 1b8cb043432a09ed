import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ServiceError } from '../../core/service';
import { echoedEncoding, encoderOf, limitOf } from './listing';
import { openUpload, partChecksum } from './multipart-calls';
import { type Answer, quoted } from './s3-call';
import type { Upload } from './uploads';
import { branch, leaf, xmlResponse } from './xml';

/** ListParts. */
export const listParts: Answer = (call) => {
  const { request, store, bucket, key } = call;
  const upload = openUpload(call);
  const after = Number(request.query.get('part-number-marker') ?? 0);
  const limit = limitOf(request.query, 'max-parts');
  const waiting = store.uploads.parts(upload).filter(({ number }) => number > after);
  const page = waiting.slice(0, limit);
  return xmlResponse(
    200,
    'ListPartsResult',
    ...[leaf('Bucket', bucket), leaf('Key', key), leaf('UploadId', upload.id)],
    ...[leaf('PartNumberMarker', after), leaf('NextPartNumberMarker', page.at(-1)?.number ?? 0)],
    ...[leaf('MaxParts', limit), leaf('IsTruncated', page.length < waiting.length), leaf('StorageClass', 'STANDARD')],
    ...checksumOfUpload(upload),
    ...page.map(({ number, path, size, modifiedAt }) => {
      const content = readFileSync(path);
      const etag = createHash('md5').update(content).digest('hex');
      return branch(
        'Part',
        ...[leaf('PartNumber', number), leaf('LastModified', new Date(modifiedAt).toISOString())],
        ...[leaf('ETag', quoted(etag)), leaf('Size', size), ...partChecksum(upload, content)],
      );
    }),
  );
};

/** ListMultipartUploads. */
export const listUploads: Answer = ({ request: { query }, store, bucket }) => {
  if (query.has('delimiter')) {
    throw new ServiceError('NotImplemented', 'The embedded S3 lists uploads without a delimiter only.', 501);
  }
  const encode = encoderOf(query);
  const prefix = query.get('prefix') ?? '';
  const [keyMarker, idMarker] = [query.get('key-marker') ?? '', query.get('upload-id-marker') ?? ''];
  const limit = limitOf(query, 'max-uploads');
  const matching = store.uploads.inBucket(bucket).filter(({ key }) => key.startsWith(prefix));
  const position = matching.findIndex(({ id, key }) => key === keyMarker && id === idMarker);
  const waiting = position < 0 ? matching.filter(({ key }) => key > keyMarker) : matching.slice(position + 1);
  const page = waiting.slice(0, limit);
  const last = page.length < waiting.length ? page.at(-1) : undefined;
  return xmlResponse(
    200,
    'ListMultipartUploadsResult',
    ...[leaf('Bucket', bucket), leaf('KeyMarker', encode(keyMarker)), leaf('UploadIdMarker', idMarker)],
    ...(last ? [leaf('NextKeyMarker', encode(last.key)), leaf('NextUploadIdMarker', last.id)] : []),
    ...[leaf('Prefix', encode(prefix)), leaf('MaxUploads', limit), leaf('IsTruncated', last !== undefined)],
    ...echoedEncoding(query),
    ...page.map((upload) =>
      branch(
        'Upload',
        ...[leaf('Key', encode(upload.key)), leaf('UploadId', upload.id), leaf('StorageClass', 'STANDARD')],
        leaf('Initiated', new Date(upload.startedAt).toISOString()),
        ...checksumOfUpload(upload),
      ),
    ),
  );
};

const checksumOfUpload = ({ checksum }: Upload): readonly string[] =>
  checksum ? [leaf('ChecksumAlgorithm', checksum.algorithm), leaf('ChecksumType', checksum.type)] : [];
