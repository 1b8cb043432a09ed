import { suppressionDigest } from '../../../domain/ingest/suppression-digest';

it('the digest of a viewer depends on the key and the id only, and does not contain the id', () => {
  const digest = suppressionDigest('key', 'alice@example.com');
  expect(digest).toBe('f1hpRy95Nzgu5En6EWZ-HQ');
  expect(suppressionDigest('other key', 'alice@example.com')).not.toBe(digest);
  expect(suppressionDigest('key', 'bob@example.com')).not.toBe(digest);
});
