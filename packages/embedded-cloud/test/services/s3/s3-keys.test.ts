import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  HeadObjectCommand,
  ListObjectsCommand,
  type ListObjectsCommandInput,
  type ListObjectsCommandOutput,
  ListObjectsV2Command,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import * as fc from 'fast-check';
import { BUCKET, quotedMd5, TestBucket } from './test-bucket';

let bucket: TestBucket;

beforeEach(async () => {
  bucket = await TestBucket.open();
});

afterEach(() => bucket.close());

describe('keys', () => {
  it('can be prefixes of each other, whichever is written first', async () => {
    for (const key of ['a', 'a/b', 'a/b/c', 'z/y/x', 'z/y', 'z']) await bucket.put(key);
    for (const key of ['a', 'a/b', 'a/b/c', 'z/y/x', 'z/y', 'z']) expect(await bucket.get(key)).toBe(key);
    await bucket.client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'a/b/c' }));
    await bucket.client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'a' }));
    expect(await bucket.list()).toMatchObject({ keys: ['a/b', 'z', 'z/y', 'z/y/x'] });
  });

  it('never leave the folder of the bucket', async () => {
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
    for (const key of all) await bucket.request('PUT', `/${BUCKET}/${encodeURIComponent(key)}`, {}, key);
    await bucket.request('PUT', `/${BUCKET}/../../../dots`, {}, 'dots');
    expect(await bucket.get('../../../dots')).toBe('dots');
    for (const key of all)
      expect(await bucket.request('GET', `/${BUCKET}/${encodeURIComponent(key)}`)).toEqual({ status: 200, body: key });
    const listed = (await bucket.client.send(new ListObjectsV2Command({ Bucket: BUCKET, EncodingType: 'url' })))
      .Contents;
    const found = listed?.map(({ Key }) => decodeURIComponent(Key ?? '')).sort();
    expect(found).toEqual([...all, '../../../dots'].sort());
    expect(existsSync(join(bucket.endpoint.surroundings.stateDir, 'out'))).toBe(false);
  });

  it('are listed in the order of their UTF-8 bytes', async () => {
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
          for (const name of keys) await bucket.service.putObject(BUCKET, name, Buffer.from(name));
          const sorted = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
          expect((await bucket.list()).keys).toEqual(sorted);
          if (keys.length > 0) {
            const Delete = { Objects: keys.map((Key) => ({ Key })) };
            await bucket.client.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete }));
          }
          expect((await bucket.list()).keys).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([
    ['a key over 1024 bytes', '/films/' + 'k'.repeat(1025), 'KeyTooLongError'],
    ['a path that is not UTF-8', '/films/%ff', 'InvalidURI'],
    ['a bucket that no template declares', '/..%2F..%2Fetc/passwd', 'NoSuchBucket'],
  ])('reject %s', async (_, path, code) => {
    expect((await bucket.request('PUT', path, {}, 'x')).body).toContain(`<Code>${code}</Code>`);
  });
});

describe('ListObjectsV2', () => {
  beforeEach(async () => {
    await Promise.all(['a', 'b/1', 'b/2', 'b/c/3', 'b-', 'd/4'].map((key) => bucket.put(key)));
  });

  it('filters by prefix, start and delimiter', async () => {
    expect(await bucket.list({ Prefix: 'b/' })).toMatchObject({ keys: ['b/1', 'b/2', 'b/c/3'] });
    expect(await bucket.list({ Prefix: 'b' })).toMatchObject({ keys: ['b-', 'b/1', 'b/2', 'b/c/3'] });
    expect(await bucket.list({ StartAfter: 'b/2' })).toMatchObject({ keys: ['b/c/3', 'd/4'] });
    expect(await bucket.list({ Delimiter: '/' })).toMatchObject({ keys: ['a', 'b-'], prefixes: ['b/', 'd/'] });
    expect(await bucket.list({ Delimiter: '/', Prefix: 'b/' })).toMatchObject({
      keys: ['b/1', 'b/2'],
      prefixes: ['b/c/'],
    });
    expect(await bucket.list({ Delimiter: '-' })).toMatchObject({ prefixes: ['b-'] });
  });

  it.each([undefined, '/'])('pages through every key and prefix with the delimiter %s', async (Delimiter) => {
    const pages = paginateListObjectsV2({ client: bucket.client, pageSize: 1 }, { Bucket: BUCKET, Delimiter });
    const listed: (string | undefined)[] = [];
    for await (const { Contents = [], CommonPrefixes = [] } of pages) {
      listed.push(...Contents.map(({ Key }) => Key), ...CommonPrefixes.map(({ Prefix }) => Prefix));
    }
    const whole = await bucket.list({ Delimiter });
    expect(listed.sort()).toEqual([...whole.keys, ...whole.prefixes].sort());
  });

  it('are listed with their owner if the caller asks for it', async () => {
    await bucket.put('owned');
    const ownerOf = async (FetchOwner: boolean) => {
      const answer = await bucket.client.send(new ListObjectsV2Command({ Bucket: BUCKET, FetchOwner }));
      return answer.Contents?.[0]?.Owner?.ID;
    };
    expect([await ownerOf(true), await ownerOf(false)]).toEqual(['000000000000', undefined]);
  });

  it("finds files that an engine wrote directly into the bucket's folder", async () => {
    writeFileSync(bucket.file('d', 'parquet'), 'PAR1');
    const answer = await bucket.client.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'd/p' }));
    expect(answer.Contents).toMatchObject([{ Key: 'd/parquet', Size: 4, ETag: quotedMd5('PAR1') }]);
    await bucket.put('rewritten', 'short');
    writeFileSync(bucket.file('rewritten'), 'without the API');
    const head = await bucket.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'rewritten' }));
    expect(head).toMatchObject({ ContentLength: 15, ETag: quotedMd5('without the API') });
  });
});

describe('ListObjects', () => {
  it('continues after the last key or common prefix of the page before', async () => {
    await Promise.all(['a', 'b/1', 'b/2', 'c'].map((key) => bucket.put(key)));
    const listed: (string | undefined)[] = [];
    for (let Marker: string | undefined = ''; Marker !== undefined;) {
      const input: ListObjectsCommandInput = { Bucket: BUCKET, Delimiter: '/', MaxKeys: 1, Marker };
      const answer: ListObjectsCommandOutput = await bucket.client.send(new ListObjectsCommand(input));
      const { Contents = [], CommonPrefixes = [], NextMarker } = answer;
      listed.push(...Contents.map(({ Key }) => Key), ...CommonPrefixes.map(({ Prefix }) => Prefix));
      Marker = NextMarker;
    }
    expect(listed).toEqual(['a', 'b/', 'c']);
  });
});
