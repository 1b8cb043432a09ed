import { retryEntries } from '../src/retry-entries';
import { FakeStream } from '../../../test/support/destinations';

const POLICY = { attempts: 4, firstWaitMs: 1 };

it('puts each entry until it is taken, and never again', async () => {
  const stream = new FakeStream<number>();
  stream.refuses = (entry, call) => entry >= call; // 1 is taken at the second call, 2 at the third
  expect(await retryEntries([0, 1, 2], stream.put, POLICY)).toEqual([]);
  expect(stream.calls).toEqual([[0, 1, 2], [1, 2], [2]]);
});

it('returns what was refused to the end', async () => {
  const stream = new FakeStream<number>();
  stream.refuses = (entry) => entry === 1;
  expect(await retryEntries([0, 1, 2], stream.put, POLICY)).toEqual([1]);
  expect(stream.calls).toHaveLength(POLICY.attempts);
});

it('takes a call that fails for one that refused everything', async () => {
  const stream = new FakeStream<number>();
  stream.down = true;
  expect(await retryEntries([0, 1], stream.put, POLICY)).toEqual([0, 1]);
  expect(stream.calls).toHaveLength(POLICY.attempts);
});

it('puts nothing where there is nothing', async () => {
  const stream = new FakeStream<number>();
  expect(await retryEntries([], stream.put, POLICY)).toEqual([]);
  expect(stream.calls).toEqual([]);
});

it('waits a random part of a time that doubles', async () => {
  const stream = new FakeStream<number>();
  stream.down = true;
  const waited = async (random: number): Promise<number> => {
    const start = performance.now();
    await retryEntries([0], stream.put, { attempts: 3, firstWaitMs: 40 }, undefined, () => random);
    return performance.now() - start;
  };
  expect(await waited(0)).toBeLessThan(100);
  expect(await waited(1)).toBeGreaterThanOrEqual(118); // 40 ms and 80 ms, and a timer may be 1 ms early
});
