import { DeleteObjectsCommand, ListObjectVersionsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { LakeObjects } from '../../../../../lambdas/lake/lake-objects';
import { S3 } from '../../../src/services/s3/s3';
import { Endpoint, provision } from '../../support/endpoint';

let endpoint: Endpoint;
let client: S3Client;
const Bucket = 'lake';

beforeAll(async () => {
  endpoint = await Endpoint.open();
  await provision(endpoint.add(new S3(endpoint.surroundings, endpoint.faults)), 'AWS::S3::Bucket', {
    BucketName: Bucket,
  });
  client = new S3Client({ ...endpoint.clientConfig(), forcePathStyle: true });
  for (const Key of ['a/1', 'a/2 ü', 'b/1']) await client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
});

afterAll(() => endpoint.close());

const versions = (input: object) => client.send(new ListObjectVersionsCommand({ Bucket, ...input }));

it('each object has one version, the current one', async () => {
  const { Versions = [], IsTruncated } = await versions({ Prefix: 'a/' });
  expect(Versions.map(({ Key, VersionId, IsLatest, Size }) => [Key, VersionId, IsLatest, Size])).toEqual([
    ['a/1', 'null', true, 1],
    ['a/2 ü', 'null', true, 1],
  ]);
  expect(IsTruncated).toBe(false);
});

it('versions are listed page by page', async () => {
  const first = await versions({ MaxKeys: 2 });
  expect(first.IsTruncated).toBe(true);
  const second = await versions({ KeyMarker: first.NextKeyMarker, VersionIdMarker: first.NextVersionIdMarker });
  expect([first, second].map(({ Versions = [] }) => Versions.map(({ Key }) => Key))).toEqual([
    ['a/1', 'a/2 ü'],
    ['b/1'],
  ]);
});

it('the one version is deleted by its id', async () => {
  await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'b/1', VersionId: 'null' }] } }));
  expect((await versions({ Prefix: 'b/' })).Versions).toBeUndefined();
});

it('of many who create an object one does', async () => {
  const objects = new LakeObjects(client, Bucket);
  const created = await Promise.all(['one', 'two', 'three'].map((text) => objects.create('turn', text)));
  expect(created.filter(Boolean)).toHaveLength(1);
  expect(await objects.readText('turn')).toBe(['one', 'two', 'three'][created.indexOf(true)]);
});
