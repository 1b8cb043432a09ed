import { addToSuppressionList, cachedSuppressionList } from '../../../lambdas/erasure/suppression-list';
import { EmbeddedLake } from '../../support/embedded-lake';

describe('the suppression list', () => {
  let lake: EmbeddedLake;
  beforeEach(async () => {
    lake = await EmbeddedLake.open();
  });
  afterEach(() => lake.close());

  it('keeps the pseudonyms of requests that are made at the same time', async () => {
    await Promise.all(['a', 'b', 'c', 'd'].map((one) => addToSuppressionList(lake.objects, [one, `${one}-before`])));
    await addToSuppressionList(lake.objects, ['a']);
    const listed = await cachedSuppressionList(lake.objects, () => 0)();
    expect([...listed].sort()).toEqual(['a', 'a-before', 'b', 'b-before', 'c', 'c-before', 'd', 'd-before']);
  });

  it('is empty before the first erasure, and read again after a minute', async () => {
    let now = 0;
    const suppressed = cachedSuppressionList(lake.objects, () => now);
    expect(await suppressed()).toEqual(new Set());
    await addToSuppressionList(lake.objects, ['a']);
    now = 59_999;
    expect(await suppressed()).toEqual(new Set());
    now = 60_000;
    expect(await suppressed()).toEqual(new Set(['a']));
  });
});

it('cachedSuppressionList uses its last copy while the list cannot be read, and rejects without one', async () => {
  let [now, isDown] = [0, true];
  const readText = () => (isDown ? Promise.reject(new Error('S3 is down')) : Promise.resolve('{"viewer_ids": ["a"]}'));
  const suppressed = cachedSuppressionList({ readText }, () => now);
  await expect(suppressed()).rejects.toThrow('S3 is down');
  isDown = false;
  await suppressed();
  [now, isDown] = [120_000, true];
  expect(await suppressed()).toEqual(new Set(['a']));
});
