import { S3Client } from '@aws-sdk/client-s3';
import { ObjectVersions } from '../../../lambdas/foundation/object-versions';
import { answering } from '../../../packages/aws-clients/test/support/fake-client';

/** Two pages of versions: an old and a current version of one object, and a version and a delete marker of another. */
const PAGES = [
  {
    Versions: [
      { Key: 'raw/one', VersionId: 'v2', IsLatest: true },
      { Key: 'raw/one', VersionId: 'v1', IsLatest: false },
    ],
    IsTruncated: true,
    NextKeyMarker: 'raw/one',
    NextVersionIdMarker: 'v1',
  },
  {
    Versions: [{ Key: 'raw/two', VersionId: 'v7', IsLatest: false }],
    DeleteMarkers: [{ Key: 'raw/two', VersionId: 'v8', IsLatest: true }],
  },
];

const bucket = (errors: readonly object[] = []) =>
  answering(new S3Client({}), (input) => {
    if ('Delete' in input) return { Errors: errors };
    return PAGES['KeyMarker' in input && input.KeyMarker === 'raw/one' ? 1 : 0] ?? {};
  });
const deleted = (inputs: readonly object[]): unknown[] =>
  inputs.flatMap((input) => ('Delete' in input ? (input.Delete as { Objects: unknown[] }).Objects : []));

describe('ObjectVersions', () => {
  it('deletes every version and delete marker, page by page, and does not count the markers', async () => {
    const { client, inputs } = bucket();
    expect(await new ObjectVersions(client, 'lake').remove('raw/')).toBe(3);
    expect(deleted(inputs)).toEqual([
      { Key: 'raw/one', VersionId: 'v2' },
      { Key: 'raw/one', VersionId: 'v1' },
      { Key: 'raw/two', VersionId: 'v7' },
      { Key: 'raw/two', VersionId: 'v8' },
    ]);
    expect(inputs[0]).toMatchObject({ Bucket: 'lake', Prefix: 'raw/' });
  });

  it('deletes only the chosen versions', async () => {
    const { client, inputs } = bucket();
    expect(await new ObjectVersions(client, 'lake').remove('raw/', ({ isCurrent }) => !isCurrent)).toBe(2);
    expect(deleted(inputs)).toEqual([
      { Key: 'raw/one', VersionId: 'v1' },
      { Key: 'raw/two', VersionId: 'v7' },
    ]);
  });

  it('rejects if S3 kept a version', async () => {
    const { client } = bucket([{ Key: 'raw/one', Code: 'AccessDenied' }]);
    await expect(new ObjectVersions(client, 'lake').remove('raw/')).rejects.toThrow('S3 kept 1 versions below raw/.');
  });
});
