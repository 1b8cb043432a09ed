import {
  type ChecksumAlgorithm,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { checksumOf } from '../../../src/services/s3/checksums';
import { BUCKET, TestBucket } from './test-bucket';

let bucket: TestBucket;

beforeEach(async () => {
  bucket = await TestBucket.open();
});

afterEach(() => bucket.close());

const head = (Key: string) =>
  bucket.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key, ChecksumMode: 'ENABLED' }));

/** The check value of each algorithm: its checksum of these digits. Source: the catalogue of parametrised CRC algorithms. */
const DIGITS = Buffer.from('123456789');
const CHECK_VALUES: readonly [ChecksumAlgorithm, string][] = [
  ['CRC32', 'cbf43926'],
  ['CRC32C', 'e3069283'],
  ['CRC64NVME', 'ae8b14860a799888'],
  ['SHA1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
  ['SHA256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225'],
];

describe('the checksum of an object', () => {
  it.each(CHECK_VALUES)('in %s is verified, stored and returned to readers that ask for it', async (algorithm, hex) => {
    const value = Buffer.from(hex, 'hex').toString('base64');
    const put = await bucket.put('digits', DIGITS, { [`Checksum${algorithm}`]: value });
    expect(put).toMatchObject({ [`Checksum${algorithm}`]: value, ChecksumType: 'FULL_OBJECT' });
    expect(await head('digits')).toMatchObject({ [`Checksum${algorithm}`]: value, ChecksumType: 'FULL_OBJECT' });
    const read = { Bucket: BUCKET, Key: 'digits' };
    expect(await bucket.client.send(new HeadObjectCommand(read))).not.toHaveProperty(`Checksum${algorithm}`);
    const range = new GetObjectCommand({ ...read, Range: 'bytes=0-3', ChecksumMode: 'ENABLED' });
    expect(await bucket.client.send(range)).not.toHaveProperty(`Checksum${algorithm}`);
    const wrong = checksumOf(algorithm, Buffer.from('other'));
    await expect(bucket.put('digits', DIGITS, { [`Checksum${algorithm}`]: wrong })).rejects.toMatchObject({
      name: 'BadDigest',
      message: `The ${algorithm} you specified did not match the calculated checksum.`,
    });
  });

  it('is rejected if it is not of the length of the algorithm, not computed here, or one of several', async () => {
    const put = (headers: Record<string, string>) => bucket.request('PUT', `/${BUCKET}/digits`, headers, DIGITS);
    expect((await put({ 'x-amz-checksum-crc32': 'AAAA' })).body).toContain('<Code>InvalidRequest</Code>');
    expect((await put({ 'x-amz-checksum-xxhash3': 'AAAA' })).status).toBe(501);
    const two = { 'x-amz-checksum-crc32': 'y/Q5Jg==', 'x-amz-checksum-crc32c': '4waSgw==' };
    expect((await put(two)).body).toContain('Expecting a single x-amz-checksum- header');
  });

  it('is required in the trailing headers if the request announces it there', async () => {
    const headers = {
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'x-amz-trailer': 'x-amz-checksum-crc32',
    };
    const answer = await bucket.request('PUT', `/${BUCKET}/digits`, headers, '3\r\nabc\r\n0\r\n\r\n');
    expect(answer.body).toContain('<Code>MalformedTrailerError</Code>');
  });

  it('is copied with the object, also in another algorithm', async () => {
    await bucket.put('digits', DIGITS, { ChecksumAlgorithm: 'SHA256' });
    const copy = { Bucket: BUCKET, CopySource: `${BUCKET}/digits` };
    await bucket.client.send(new CopyObjectCommand({ ...copy, Key: 'same' }));
    await bucket.client.send(new CopyObjectCommand({ ...copy, Key: 'crc', ChecksumAlgorithm: 'CRC64NVME' }));
    expect(await head('same')).toMatchObject({ ChecksumSHA256: checksumOf('SHA256', DIGITS) });
    expect(await head('crc')).toMatchObject({ ChecksumCRC64NVME: checksumOf('CRC64NVME', DIGITS) });
  });
});

describe('the checksum of a multipart upload', () => {
  const parts = [Buffer.alloc(5 * 1024 * 1024, '1'), Buffer.from('2')];

  const upload = async (algorithm: ChecksumAlgorithm, ChecksumType: 'COMPOSITE' | 'FULL_OBJECT' | undefined) => {
    const create = { Bucket: BUCKET, Key: 'big', ChecksumAlgorithm: algorithm, ChecksumType };
    const { UploadId } = await bucket.client.send(new CreateMultipartUploadCommand(create));
    const address = { Bucket: BUCKET, Key: 'big', UploadId };
    const listed = await Promise.all(
      parts.map(async (Body, index) => {
        const part = { ...address, PartNumber: index + 1, Body, ChecksumAlgorithm: algorithm };
        const { ETag, ...answer } = await bucket.client.send(new UploadPartCommand(part));
        const name = `Checksum${algorithm}` as const;
        return { PartNumber: index + 1, ETag, [name]: answer[name] };
      }),
    );
    const complete = (Parts: typeof listed, more: object = {}) =>
      bucket.client.send(new CompleteMultipartUploadCommand({ ...address, MultipartUpload: { Parts }, ...more }));
    return { address, listed, complete };
  };

  it('is computed from the checksums of the parts', async () => {
    const { listed, complete } = await upload('SHA256', undefined);
    const hashes = Buffer.concat(parts.map((part) => Buffer.from(checksumOf('SHA256', part), 'base64')));
    const ChecksumSHA256 = `${checksumOf('SHA256', hashes)}-2`;
    const withoutChecksums = listed.map(({ PartNumber, ETag }) => ({ PartNumber, ETag }));
    await expect(complete(withoutChecksums)).rejects.toMatchObject({ name: 'InvalidRequest' });
    const swapped = listed.map((part) => ({ ...part, ChecksumSHA256: checksumOf('SHA256', DIGITS) }));
    await expect(complete(swapped)).rejects.toMatchObject({ name: 'InvalidPart' });
    expect(await complete(listed)).toMatchObject({ ChecksumSHA256, ChecksumType: 'COMPOSITE' });
    expect(await head('big')).toMatchObject({ ChecksumSHA256, ChecksumType: 'COMPOSITE' });
    const ObjectAttributes = ['ETag', 'Checksum', 'ObjectParts', 'ObjectSize'] as const;
    const attributes = { Bucket: BUCKET, Key: 'big', ObjectAttributes: [...ObjectAttributes] };
    expect(await bucket.client.send(new GetObjectAttributesCommand(attributes))).toMatchObject({
      Checksum: { ChecksumSHA256, ChecksumType: 'COMPOSITE' },
      ObjectParts: { TotalPartsCount: 2 },
      ObjectSize: Buffer.concat(parts).length,
    });
  });

  it.each(['CRC32', 'CRC32C', 'CRC64NVME'] as const)('covers the whole object in %s', async (algorithm) => {
    const { listed, complete } = await upload(algorithm, 'FULL_OBJECT');
    const whole = { [`Checksum${algorithm}`]: checksumOf(algorithm, Buffer.concat(parts)) };
    const wrong = { [`Checksum${algorithm}`]: checksumOf(algorithm, DIGITS) };
    await expect(complete(listed, wrong)).rejects.toMatchObject({ name: 'BadDigest' });
    expect(await complete(listed, whole)).toMatchObject({ ...whole, ChecksumType: 'FULL_OBJECT' });
    expect(await head('big')).toMatchObject(whole);
  });

  it('is in the algorithm of the upload', async () => {
    const { address } = await upload('SHA1', 'COMPOSITE');
    const other = { ...address, PartNumber: 1, Body: DIGITS, ChecksumAlgorithm: 'CRC32' as const };
    await expect(bucket.client.send(new UploadPartCommand(other))).rejects.toMatchObject({ name: 'InvalidRequest' });
    const impossible = { Bucket: BUCKET, Key: 'big', ChecksumAlgorithm: 'SHA1', ChecksumType: 'FULL_OBJECT' } as const;
    await expect(bucket.client.send(new CreateMultipartUploadCommand(impossible))).rejects.toMatchObject({
      name: 'InvalidRequest',
    });
  });
});
