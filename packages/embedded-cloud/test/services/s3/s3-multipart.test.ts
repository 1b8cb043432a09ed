import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { BUCKET, quotedMd5, TestBucket } from './test-bucket';

let bucket: TestBucket;

beforeEach(async () => {
  bucket = await TestBucket.open();
});

afterEach(() => bucket.close());

describe('a multipart upload', () => {
  const part1 = Buffer.alloc(5 * 1024 * 1024, '1');
  const begin = async (Key: string) => {
    const { UploadId } = await bucket.client.send(
      new CreateMultipartUploadCommand({ Bucket: BUCKET, Key, ContentType: 'text/plain' }),
    );
    return { Bucket: BUCKET, Key, UploadId };
  };

  it('joins its parts into one object', async () => {
    const upload = await begin('big');
    const parts = [part1, Buffer.from('2')];
    const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
    for (const [index, Body] of parts.entries()) {
      const { ETag } = await bucket.client.send(new UploadPartCommand({ ...upload, PartNumber: index + 1, Body }));
      Parts.push({ PartNumber: index + 1, ETag });
    }
    const answer = await bucket.client.send(
      new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }),
    );
    const head = await bucket.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'big' }));
    expect(head).toMatchObject({ ContentLength: part1.length + 1, ContentType: 'text/plain', ETag: answer.ETag });
    expect(answer.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    const again = new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } });
    await expect(bucket.client.send(again)).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  it('rejects parts that are unknown, out of order or too small', async () => {
    const upload = await begin('small');
    const ETags: (string | undefined)[] = [];
    for (const PartNumber of [1, 2]) {
      ETags.push((await bucket.client.send(new UploadPartCommand({ ...upload, PartNumber, Body: 'x' }))).ETag);
    }
    const complete = (...numbers: number[]) => {
      const Parts = numbers.map((PartNumber) => ({ PartNumber, ETag: ETags[PartNumber - 1] ?? 'none' }));
      return bucket.client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
    };
    await expect(complete(2, 1)).rejects.toMatchObject({ name: 'InvalidPartOrder' });
    await expect(complete(1, 2)).rejects.toMatchObject({ name: 'EntityTooSmall' });
    await expect(complete(3)).rejects.toMatchObject({ name: 'InvalidPart' });
    await bucket.client.send(new AbortMultipartUploadCommand(upload));
    await expect(complete(1)).rejects.toMatchObject({ name: 'NoSuchUpload' });
    expect((await bucket.request('DELETE', `/${BUCKET}/small?uploadId=..`)).body).toContain('NoSuchUpload');
  });

  it('refuses the checksum of a part in an algorithm that it does not compute', async () => {
    const upload = await begin('hashed');
    const { ETag } = await bucket.client.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'x' }));
    const body = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${ETag}</ETag><ChecksumXXHASH64>eA==</ChecksumXXHASH64></Part></CompleteMultipartUpload>`;
    const answer = await bucket.request('POST', `/${BUCKET}/hashed?uploadId=${upload.UploadId}`, {}, body);
    expect(answer.status).toBe(501);
    expect(answer.body).toContain('the parameter MultipartUpload.Parts.ChecksumXXHASH64 of CompleteMultipartUpload');
  });

  it('lists its parts page by page', async () => {
    const upload = await begin('paged');
    for (const PartNumber of [1, 2, 11]) {
      await bucket.client.send(new UploadPartCommand({ ...upload, PartNumber, Body: 'x' }));
    }
    const first = await bucket.client.send(new ListPartsCommand({ ...upload, MaxParts: 2 }));
    expect(first).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '2', Parts: [{ Size: 1 }, { Size: 1 }] });
    const second = await bucket.client.send(
      new ListPartsCommand({ ...upload, PartNumberMarker: first.NextPartNumberMarker }),
    );
    expect(second).toMatchObject({ IsTruncated: false, Parts: [{ PartNumber: 11, ETag: quotedMd5('x') }] });
  });

  it('is listed until it ends', async () => {
    const uploads = [await begin('a'), await begin('b'), await begin('b')];
    const list = async (input: object) => {
      const answer = await bucket.client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET, ...input }));
      return { ...answer, ids: answer.Uploads?.map(({ UploadId }) => UploadId) ?? [] };
    };
    const first = await list({ MaxUploads: 2 });
    expect(first.ids).toHaveLength(2);
    const second = await list({ KeyMarker: first.NextKeyMarker, UploadIdMarker: first.NextUploadIdMarker });
    expect([...first.ids, ...second.ids].sort()).toEqual(uploads.map(({ UploadId }) => UploadId).sort());
    expect((await list({ Prefix: 'a' })).ids).toEqual([uploads[0]?.UploadId]);
    for (const upload of uploads) await bucket.client.send(new AbortMultipartUploadCommand(upload));
    expect((await list({})).ids).toEqual([]);
  });

  it('copies parts from ranges of other objects', async () => {
    await bucket.put('source', '0123456789');
    const upload = await begin('copied');
    const copy = { ...upload, PartNumber: 1, CopySource: `${BUCKET}/source` };
    const copyRange = (CopySourceRange: string) =>
      bucket.client.send(new UploadPartCopyCommand({ ...copy, CopySourceRange }));
    await expect(copyRange('bytes=5-10')).rejects.toMatchObject({ name: 'InvalidArgument' });
    const { CopyPartResult } = await copyRange('bytes=2-5');
    const Parts = [{ PartNumber: 1, ETag: CopyPartResult?.ETag }];
    await bucket.client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
    expect(await bucket.get('copied')).toBe('2345');
  });
});
