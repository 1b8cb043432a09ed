import { suppressionDigest } from '../../../../domain/ingest/suppression-digest';
import { erasedViewers } from '../../../../lambdas/ingest/collect/erased-viewers';

const KEY = 'a key that never rotates';

describe('erasedViewers', () => {
  it('recognises erased viewers by their digests', async () => {
    const digests = new Set([suppressionDigest(KEY, 'alice')]);
    const isErased = await erasedViewers(
      () => Promise.resolve(digests),
      () => Promise.resolve(KEY),
    )();
    expect(['alice', 'bob', 'alice'].map(isErased)).toEqual([true, false, true]);
  });

  it('does not read the key before the first erasure', async () => {
    const key = () => Promise.reject(new Error('The key was read.'));
    const isErased = await erasedViewers(() => Promise.resolve(new Set()), key)();
    expect(isErased('alice')).toBe(false);
  });
});
