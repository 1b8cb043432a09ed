import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  paginateListObjectsV2,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import * as fc from 'fast-check';
import { S3 } from '../../../src/services/s3/s3';
import { Endpoint, provision } from '../../support/endpoint';

const Bucket = 'films';
let endpoint: Endpoint;
let service: S3;
let client: S3Client;

beforeEach(async () => {
  endpoint = await Endpoint.open();
  service = endpoint.add(new S3(endpoint.surroundings, endpoint.faults));
  await provision(service, 'AWS::S3::Bucket', { BucketName: Bucket });
  client = new S3Client({ ...endpoint.clientConfig(), forcePathStyle: true });
});

afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

const put = (Key: string, Body: PutObjectCommandInput['Body'] = Key, more: Partial<PutObjectCommandInput> = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const get = async (Key: string, Range?: string): Promise<string | undefined> =>
  (await client.send(new GetObjectCommand({ Bucket, Key, Range }))).Body?.transformToString();
const list = async (input: Partial<ListObjectsV2CommandInput> = {}) => {
  const answer = await client.send(new ListObjectsV2Command({ Bucket, ...input }));
  return {
    keys: answer.Contents?.map(({ Key }) => Key) ?? [],
    prefixes: answer.CommonPrefixes?.map(({ Prefix }) => Prefix) ?? [],
    next: answer.NextContinuationToken,
  };
};
const onDisk = (...path: string[]): string => join(endpoint.surroundings.stateDir, 's3', Bucket, ...path);
const md5 = (content: string | Buffer): string => `"${createHash('md5').update(content).digest('hex')}"`;

/** Speaks HTTP by hand, where the SDK would tidy up what is sent. */
const raw = (method: string, path: string, headers: Record<string, string> = {}, body: string | Buffer = '') =>
  new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const authorization = 'AWS4-HMAC-SHA256 Credential=any/20261121/us-east-1/s3/aws4_request';
    const url = new URL(endpoint.surroundings.endpoint);
    const options = { method, path, host: url.hostname, port: url.port, headers: { authorization, ...headers } };
    const call = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(chunks).toString() }));
    });
    call.on('error', reject).end(body);
  });

describe('objects', () => {
  it('gives back what was put, with its type, metadata and MD5, and keeps it as a plain file', async () => {
    const answer = await put('dt=2026-11-21/a.json', '{"a":1}', {
      ContentType: 'application/json',
      Metadata: { origin: 'test' },
    });
    expect(answer.ETag).toBe(md5('{"a":1}'));
    expect(readFileSync(onDisk('dt=2026-11-21', 'a.json'), 'utf8')).toBe('{"a":1}');
    const object = await client.send(new GetObjectCommand({ Bucket, Key: 'dt=2026-11-21/a.json' }));
    expect(await object.Body?.transformToString()).toBe('{"a":1}');
    expect(object).toMatchObject({ ContentType: 'application/json', Metadata: { origin: 'test' }, ETag: answer.ETag });
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'dt=2026-11-21/a.json' }));
    expect(head).toMatchObject({ ContentLength: 7, ETag: answer.ETag, ContentType: 'application/json' });
  });

  it('stores the plain bytes of a streamed body, which the SDK sends in chunks with a trailing checksum', async () => {
    const bytes = Buffer.alloc(200_000, 'chunk ');
    const body = Readable.from([bytes.subarray(0, 70_000), bytes.subarray(70_000)]);
    await put('streamed', body, { ContentLength: bytes.length, ContentEncoding: 'gzip' });
    expect(readFileSync(onDisk('streamed')).equals(bytes)).toBe(true);
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'streamed' }));
    expect(head).toMatchObject({ ContentEncoding: 'gzip', ETag: md5(bytes) });
  });

  it.each([
    ['a broken checksum', 'BadDigest', '3\r\nabc\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n'],
    ['a chunk that ends early', 'IncompleteBody', 'ff\r\nabc\r\n0\r\n\r\n'],
    ['no chunks at all', 'IncompleteBody', 'abc'],
    ['a length that is no number', 'IncompleteBody', '-3\r\nabc\r\n0\r\n\r\n'],
  ])('refuses an aws-chunked body with %s', async (_, code, body) => {
    const headers = { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' };
    expect((await raw('PUT', `/${Bucket}/broken`, headers, body)).body).toContain(`<Code>${code}</Code>`);
    await expect(get('broken')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('reads ranges', async () => {
    await put('digits', '0123456789');
    expect(await get('digits', 'bytes=2-4')).toBe('234');
    expect(await get('digits', 'bytes=7-')).toBe('789');
    expect(await get('digits', 'bytes=-2')).toBe('89');
    expect(await get('digits', 'bytes=8-99')).toBe('89');
    await expect(get('digits', 'bytes=10-')).rejects.toMatchObject({ name: 'InvalidRange' });
  });

  it('writes under a condition only where it holds', async () => {
    const { ETag } = await put('once', 'first', { IfNoneMatch: '*' });
    await expect(put('once', 'second', { IfNoneMatch: '*' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(put('once', 'second', { IfMatch: md5('other') })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(put('never', 'second', { IfMatch: ETag })).rejects.toMatchObject({ name: 'NoSuchKey' });
    await put('once', 'second', { IfMatch: ETag });
    expect(await get('once')).toBe('second');
  });

  it('reads under a condition only where it holds', async () => {
    const { ETag } = await put('seen');
    const read = (conditions: object) => client.send(new GetObjectCommand({ Bucket, Key: 'seen', ...conditions }));
    await expect(read({ IfNoneMatch: ETag })).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
    await expect(read({ IfMatch: md5('other') })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(read({ IfModifiedSince: new Date() })).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
    await expect(read({ IfMatch: ETag })).resolves.toMatchObject({ ETag });
  });

  it('copies with or without the metadata, also onto itself', async () => {
    await put('from é+', 'content', { Metadata: { a: '1' } });
    const copy = (Key: string, more: object = {}) =>
      client.send(
        new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/${encodeURIComponent('from é+')}`, ...more }),
      );
    await copy('to');
    expect(await get('to')).toBe('content');
    await expect(copy('from é+')).rejects.toMatchObject({ name: 'InvalidRequest' });
    await copy('from é+', { MetadataDirective: 'REPLACE', Metadata: { b: '2' } });
    expect((await client.send(new HeadObjectCommand({ Bucket, Key: 'from é+' }))).Metadata).toEqual({ b: '2' });
    expect((await client.send(new HeadObjectCommand({ Bucket, Key: 'to' }))).Metadata).toEqual({ a: '1' });
  });

  it('deletes one or many, and no error where there is nothing', async () => {
    await Promise.all(['a', 'b/c', '<&>"'].map((key) => put(key)));
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    const Objects = [{ Key: 'b/c' }, { Key: '<&>"' }, { Key: 'never' }];
    const answer = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(answer.Deleted).toEqual(Objects);
    expect(await list()).toMatchObject({ keys: [] });
    expect(existsSync(onDisk('b'))).toBe(false);
  });
});

describe('keys', () => {
  it('keeps a key and keys below it side by side, in either order', async () => {
    for (const key of ['a', 'a/b', 'a/b/c', 'z/y/x', 'z/y', 'z']) await put(key);
    for (const key of ['a', 'a/b', 'a/b/c', 'z/y/x', 'z/y', 'z']) expect(await get(key)).toBe(key);
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'a/b/c' }));
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    expect(await list()).toMatchObject({ keys: ['a/b', 'z', 'z/y', 'z/y/x'] });
  });

  it('keeps any key inside the bucket, however it tries to leave', async () => {
    const keys = [
      '../../out',
      '/etc/passwd',
      'a/../../b',
      '..',
      '.',
      'a//b',
      'folder/',
      'nul\0byte',
      '%2E%2E/x',
      '100%',
    ];
    const all = [...keys, 'é'.repeat(400), `${'x'.repeat(248)}.`, `${'x'.repeat(248)}..`, 'line\r\nbreak'];
    for (const key of all) await raw('PUT', `/${Bucket}/${encodeURIComponent(key)}`, {}, key);
    await raw('PUT', `/${Bucket}/../../../dots`, {}, 'dots');
    expect(await get('../../../dots')).toBe('dots');
    for (const key of all)
      expect(await raw('GET', `/${Bucket}/${encodeURIComponent(key)}`)).toEqual({ status: 200, body: key });
    const listed = (await client.send(new ListObjectsV2Command({ Bucket, EncodingType: 'url' }))).Contents;
    const found = listed?.map(({ Key }) => decodeURIComponent(Key ?? '')).sort();
    expect(found).toEqual([...all, '../../../dots'].sort());
    expect(existsSync(join(endpoint.surroundings.stateDir, 'out'))).toBe(false);
  });

  it('lists whatever keys there are in the order of their bytes', async () => {
    const segment = fc.oneof(
      fc.constantFrom('', '.', '..', '%', 'a', 'a-', 'a%', '\u{1F600}', '\uFF5E', 'x'.repeat(260)),
    );
    const key = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/'));
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(
          key.filter((k) => k !== ''),
          { maxLength: 12 },
        ),
        async (keys) => {
          for (const name of keys) await service.putObject(Bucket, name, Buffer.from(name));
          const sorted = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
          expect((await list()).keys).toEqual(sorted);
          for (const name of keys) await client.send(new DeleteObjectCommand({ Bucket, Key: name }));
          expect((await list()).keys).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([
    ['a key over 1024 bytes', '/films/' + 'k'.repeat(1025), 'KeyTooLongError'],
    ['a path that is no UTF-8', '/films/%ff', 'InvalidURI'],
    ['a bucket that no template declares', '/..%2F..%2Fetc/passwd', 'NoSuchBucket'],
  ])('refuses %s', async (_, path, code) => {
    expect((await raw('PUT', path, {}, 'x')).body).toContain(`<Code>${code}</Code>`);
  });
});

describe('listing', () => {
  beforeEach(async () => {
    await Promise.all(['a', 'b/1', 'b/2', 'b/c/3', 'b-', 'd/4'].map((key) => put(key)));
  });

  it('filters by prefix, start and delimiter', async () => {
    expect(await list({ Prefix: 'b/' })).toMatchObject({ keys: ['b/1', 'b/2', 'b/c/3'] });
    expect(await list({ Prefix: 'b' })).toMatchObject({ keys: ['b-', 'b/1', 'b/2', 'b/c/3'] });
    expect(await list({ StartAfter: 'b/2' })).toMatchObject({ keys: ['b/c/3', 'd/4'] });
    expect(await list({ Delimiter: '/' })).toMatchObject({ keys: ['a', 'b-'], prefixes: ['b/', 'd/'] });
    expect(await list({ Delimiter: '/', Prefix: 'b/' })).toMatchObject({ keys: ['b/1', 'b/2'], prefixes: ['b/c/'] });
    expect(await list({ Delimiter: '-' })).toMatchObject({ prefixes: ['b-'] });
  });

  it.each([undefined, '/'])('pages through all, delimiter %s', async (Delimiter) => {
    const pages = paginateListObjectsV2({ client, pageSize: 1 }, { Bucket, Delimiter });
    const seen: (string | undefined)[] = [];
    for await (const { Contents = [], CommonPrefixes = [] } of pages) {
      seen.push(...Contents.map(({ Key }) => Key), ...CommonPrefixes.map(({ Prefix }) => Prefix));
    }
    const whole = await list({ Delimiter });
    expect(seen.sort()).toEqual([...whole.keys, ...whole.prefixes].sort());
  });

  it('finds files that an engine wrote straight into the bucket', async () => {
    writeFileSync(onDisk('d', 'parquet'), 'PAR1');
    const answer = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'd/p' }));
    expect(answer.Contents).toMatchObject([{ Key: 'd/parquet', Size: 4, ETag: md5('PAR1') }]);
    await put('rewritten', 'short');
    writeFileSync(onDisk('rewritten'), 'by another hand');
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'rewritten' }));
    expect(head).toMatchObject({ ContentLength: 15, ETag: md5('by another hand') });
  });
});

describe('multipart uploads', () => {
  const part1 = Buffer.alloc(5 * 1024 * 1024, '1');
  const begin = async (Key: string) => {
    const { UploadId } = await client.send(
      new CreateMultipartUploadCommand({ Bucket, Key, ContentType: 'text/plain' }),
    );
    return { Bucket, Key, UploadId };
  };

  it('makes one object of the parts', async () => {
    const upload = await begin('big');
    const parts = [part1, Buffer.from('2')];
    const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
    for (const [index, Body] of parts.entries()) {
      const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber: index + 1, Body }));
      Parts.push({ PartNumber: index + 1, ETag });
    }
    const answer = await client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'big' }));
    expect(head).toMatchObject({ ContentLength: part1.length + 1, ContentType: 'text/plain', ETag: answer.ETag });
    expect(answer.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    const again = new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } });
    await expect(client.send(again)).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  it('refuses parts that are unknown, out of order or too small', async () => {
    const upload = await begin('small');
    const ETags: (string | undefined)[] = [];
    for (const PartNumber of [1, 2]) {
      ETags.push((await client.send(new UploadPartCommand({ ...upload, PartNumber, Body: 'x' }))).ETag);
    }
    const complete = (...numbers: number[]) => {
      const Parts = numbers.map((PartNumber) => ({ PartNumber, ETag: ETags[PartNumber - 1] ?? 'none' }));
      return client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
    };
    await expect(complete(2, 1)).rejects.toMatchObject({ name: 'InvalidPartOrder' });
    await expect(complete(1, 2)).rejects.toMatchObject({ name: 'EntityTooSmall' });
    await expect(complete(3)).rejects.toMatchObject({ name: 'InvalidPart' });
    await client.send(new AbortMultipartUploadCommand(upload));
    await expect(complete(1)).rejects.toMatchObject({ name: 'NoSuchUpload' });
    expect((await raw('DELETE', `/${Bucket}/small?uploadId=..`)).body).toContain('NoSuchUpload');
  });
});

describe('the service', () => {
  it('answers for its buckets, by path and by host name', async () => {
    const { Buckets } = await client.send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toEqual([Bucket]);
    await expect(client.send(new HeadBucketCommand({ Bucket: 'other' }))).rejects.toMatchObject({ name: 'NotFound' });
    await client.send(new HeadBucketCommand({ Bucket }));
    expect((await client.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBeFalsy();
    await put('by/path', 'content');
    expect((await raw('GET', '/by/path', { host: `${Bucket}.localhost` })).body).toBe('content');
  });

  it('names what it does not run instead of doing something else', async () => {
    await put('tagged', 'content');
    for (const what of ['tagging', 'acl'])
      expect((await raw('PUT', `/${Bucket}/tagged?${what}`, {}, 'x')).status).toBe(501);
    expect(await get('tagged')).toBe('content');
  });

  it('throttles with SlowDown, to the API and to delivery streams', async () => {
    endpoint.faults.set('s3', { throttle: 1 });
    await expect(put('a')).rejects.toMatchObject({ name: 'SlowDown', $metadata: { httpStatusCode: 503 } });
    await expect(service.putObject(Bucket, 'a', Buffer.from('a'))).rejects.toMatchObject({ name: 'SlowDown' });
  });

  it('finds everything after a restart', async () => {
    await put('a', 'a', { Metadata: { kept: 'yes' } });
    const again = endpoint.add(new S3(endpoint.surroundings, endpoint.faults));
    await expect(get('a')).rejects.toMatchObject({ name: 'NoSuchBucket' });
    await provision(again, 'AWS::S3::Bucket', { BucketName: Bucket });
    expect((await client.send(new HeadObjectCommand({ Bucket, Key: 'a' }))).Metadata).toEqual({ kept: 'yes' });
  });

  it('names a bucket after its logical id where the template does not, in lower case', async () => {
    const made = await provision(service, 'AWS::S3::Bucket', {}, 'RawEvents');
    expect(made).toMatchObject({ ref: 'test-rawevents', attributes: { Arn: 'arn:aws:s3:::test-rawevents' } });
    await expect(provision(service, 'AWS::S3::Bucket', { BucketName: '../up' })).rejects.toThrow(
      "can't be a bucket's name",
    );
  });
});
