import { DeleteObjectsCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { BUCKET, TestBucket } from './test-bucket';

let bucket: TestBucket;

beforeEach(async () => {
  bucket = await TestBucket.open();
  for (const key of ['a/1', 'a/2 ü', 'b/1']) await bucket.put(key, 'x');
});

afterEach(() => bucket.close());

const listVersions = (input: object) => bucket.client.send(new ListObjectVersionsCommand({ Bucket: BUCKET, ...input }));

describe('object versions', () => {
  it('consist of the current version of each object', async () => {
    const { Versions = [], IsTruncated } = await listVersions({ Prefix: 'a/' });
    expect(Versions.map(({ Key, VersionId, IsLatest, Size }) => [Key, VersionId, IsLatest, Size])).toEqual([
      ['a/1', 'null', true, 1],
      ['a/2 ü', 'null', true, 1],
    ]);
    expect(IsTruncated).toBe(false);
  });

  it('are listed page by page', async () => {
    const first = await listVersions({ MaxKeys: 2 });
    expect(first.IsTruncated).toBe(true);
    const second = await listVersions({ KeyMarker: first.NextKeyMarker, VersionIdMarker: first.NextVersionIdMarker });
    expect([first, second].map(({ Versions = [] }) => Versions.map(({ Key }) => Key))).toEqual([
      ['a/1', 'a/2 ü'],
      ['b/1'],
    ]);
  });

  it('are deleted by their ids', async () => {
    const Delete = { Objects: [{ Key: 'b/1', VersionId: 'null' }] };
    await bucket.client.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete }));
    expect((await listVersions({ Prefix: 'b/' })).Versions).toBeUndefined();
  });
});

describe('concurrent writes with If-None-Match: *', () => {
  it('create an object once', async () => {
    const texts = ['one', 'two', 'three'];
    const answers = await Promise.allSettled(texts.map((text) => bucket.put('turn', text, { IfNoneMatch: '*' })));
    const created = texts.filter((_, index) => answers[index]?.status === 'fulfilled');
    expect(created).toEqual([await bucket.get('turn')]);
    const rejections = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as unknown] : []));
    expect(rejections).toMatchObject([{ name: 'PreconditionFailed' }, { name: 'PreconditionFailed' }]);
  });
});
