import { existsSync, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
} from '@aws-sdk/client-s3';
import { BUCKET, quotedMd5, TestBucket } from './test-bucket';

let bucket: TestBucket;

beforeEach(async () => {
  bucket = await TestBucket.open();
});

afterEach(() => bucket.close());

describe('objects', () => {
  it('are returned with their type, metadata and MD5, and are stored as plain files', async () => {
    const answer = await bucket.put('dt=2026-11-21/a.json', '{"a":1}', {
      ContentType: 'application/json',
      Metadata: { origin: 'test' },
    });
    expect(answer.ETag).toBe(quotedMd5('{"a":1}'));
    expect(readFileSync(bucket.file('dt=2026-11-21', 'a.json'), 'utf8')).toBe('{"a":1}');
    const object = await bucket.client.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'dt=2026-11-21/a.json' }));
    expect(await object.Body?.transformToString()).toBe('{"a":1}');
    expect(object).toMatchObject({ ContentType: 'application/json', Metadata: { origin: 'test' }, ETag: answer.ETag });
    const head = await bucket.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'dt=2026-11-21/a.json' }));
    expect(head).toMatchObject({ ContentLength: 7, ETag: answer.ETag, ContentType: 'application/json' });
  });

  it('contain the plain bytes of a streamed body, which the SDK sends in chunks with a trailing checksum', async () => {
    const bytes = Buffer.alloc(200_000, 'chunk ');
    const body = Readable.from([bytes.subarray(0, 70_000), bytes.subarray(70_000)]);
    await bucket.put('streamed', body, { ContentLength: bytes.length, ContentEncoding: 'gzip' });
    expect(readFileSync(bucket.file('streamed')).equals(bytes)).toBe(true);
    const head = await bucket.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'streamed' }));
    expect(head).toMatchObject({ ContentEncoding: 'gzip', ETag: quotedMd5(bytes) });
  });

  it.each([
    ['a broken checksum', 'BadDigest', '3\r\nabc\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n'],
    ['a chunk that ends early', 'IncompleteBody', 'ff\r\nabc\r\n0\r\n\r\n'],
    ['no chunks at all', 'IncompleteBody', 'abc'],
    ['a length that is not a number', 'IncompleteBody', '-3\r\nabc\r\n0\r\n\r\n'],
  ])('are not created from an aws-chunked body with %s', async (_, code, body) => {
    const headers = { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' };
    expect((await bucket.request('PUT', `/${BUCKET}/broken`, headers, body)).body).toContain(`<Code>${code}</Code>`);
    await expect(bucket.get('broken')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('can be read in ranges', async () => {
    await bucket.put('digits', '0123456789');
    expect(await bucket.get('digits', 'bytes=2-4')).toBe('234');
    expect(await bucket.get('digits', 'bytes=7-')).toBe('789');
    expect(await bucket.get('digits', 'bytes=-2')).toBe('89');
    expect(await bucket.get('digits', 'bytes=8-99')).toBe('89');
    await expect(bucket.get('digits', 'bytes=10-')).rejects.toMatchObject({ name: 'InvalidRange' });
  });

  it('are written only when the condition of the request holds', async () => {
    const { ETag } = await bucket.put('once', 'first', { IfNoneMatch: '*' });
    await expect(bucket.put('once', 'second', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(bucket.put('once', 'second', { IfMatch: quotedMd5('other') })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(bucket.put('never', 'second', { IfMatch: ETag })).rejects.toMatchObject({ name: 'NoSuchKey' });
    await bucket.put('once', 'second', { IfMatch: ETag });
    expect(await bucket.get('once')).toBe('second');
  });

  it('are returned only when the condition of the request holds', async () => {
    const { ETag } = await bucket.put('seen');
    const read = (conditions: object) =>
      bucket.client.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'seen', ...conditions }));
    await expect(read({ IfNoneMatch: ETag })).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
    await expect(read({ IfMatch: quotedMd5('other') })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(read({ IfModifiedSince: new Date() })).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
    await expect(read({ IfMatch: ETag })).resolves.toMatchObject({ ETag });
  });

  it('are copied with or without their metadata, also onto themselves', async () => {
    await bucket.put('from é+', 'content', { Metadata: { a: '1' } });
    const copy = (Key: string, more: object = {}) =>
      bucket.client.send(
        new CopyObjectCommand({
          Bucket: BUCKET,
          Key,
          CopySource: `${BUCKET}/${encodeURIComponent('from é+')}`,
          ...more,
        }),
      );
    await copy('to');
    expect(await bucket.get('to')).toBe('content');
    await expect(copy('from é+')).rejects.toMatchObject({ name: 'InvalidRequest' });
    await copy('from é+', { MetadataDirective: 'REPLACE', Metadata: { b: '2' } });
    expect((await bucket.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'from é+' }))).Metadata).toEqual({
      b: '2',
    });
    expect((await bucket.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'to' }))).Metadata).toEqual({
      a: '1',
    });
  });

  it('are deleted one by one or in a batch, without an error when they do not exist', async () => {
    await Promise.all(['a', 'b/c', '<&>"'].map((key) => bucket.put(key)));
    await bucket.client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'a' }));
    await bucket.client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'a' }));
    const Objects = [{ Key: 'b/c' }, { Key: '<&>"' }, { Key: 'never' }];
    const answer = await bucket.client.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects } }));
    expect(answer.Deleted).toEqual(Objects);
    expect(await bucket.list()).toMatchObject({ keys: [] });
    expect(existsSync(bucket.file('b'))).toBe(false);
  });

  it('are copied and deleted only when the condition of the request holds', async () => {
    const { ETag } = await bucket.put('from', 'content');
    const copy = (condition: object) =>
      bucket.client.send(
        new CopyObjectCommand({ Bucket: BUCKET, Key: 'to', CopySource: `${BUCKET}/from`, ...condition }),
      );
    await expect(copy({ CopySourceIfNoneMatch: ETag })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await copy({ CopySourceIfMatch: ETag });
    const remove = (IfMatch: string) =>
      bucket.client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'to', IfMatch }));
    await expect(remove(quotedMd5('other'))).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await remove('*');
    await expect(remove('*')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('are returned with the headers that the reader asks for', async () => {
    await bucket.put('report', 'a,b', { ContentType: 'text/csv' });
    const overrides = { ResponseContentType: 'text/plain', ResponseContentDisposition: 'attachment' };
    const read = new GetObjectCommand({ Bucket: BUCKET, Key: 'report', ...overrides });
    expect(await bucket.client.send(read)).toMatchObject({
      ContentType: 'text/plain',
      ContentDisposition: 'attachment',
    });
  });

  it('may be larger than a request to any other service', async () => {
    const large = Buffer.alloc(40 * 1024 * 1024, 'large ');
    await bucket.put('large', large);
    const { Body } = await bucket.client.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'large' }));
    expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(large)).toBe(true);
    expect(await bucket.get('large', 'bytes=6-11')).toBe('large ');
  });
});
