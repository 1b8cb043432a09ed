import { retryEntries } from '../src/retry-entries';

const POLICY = { attempts: 4, firstWaitMs: 40 };

/** Records the entries of each call and refuses those that `refuses` names; calls are counted from 1. */
const recordingPut = (refuses: (entry: number, call: number) => boolean) => {
  const calls: (readonly number[])[] = [];
  const put = (entries: readonly number[]): Promise<readonly number[]> => {
    calls.push(entries);
    return Promise.resolve(entries.filter((entry) => refuses(entry, calls.length)));
  };
  return { put, calls };
};

const failingPut = (): Promise<readonly number[]> => Promise.reject(new Error('The stream is down.'));
const wait = (): Promise<void> => Promise.resolve();

describe('retryEntries', () => {
  it('puts each entry until it is accepted, and not again', async () => {
    const { put, calls } = recordingPut((entry, call) => entry >= call); // 1 is accepted at the second call, 2 at the third
    expect(await retryEntries([0, 1, 2], put, POLICY, { wait })).toEqual([]);
    expect(calls).toEqual([[0, 1, 2], [1, 2], [2]]);
  });

  it('returns the entries that were refused at every attempt', async () => {
    const { put, calls } = recordingPut((entry) => entry === 1);
    expect(await retryEntries([0, 1, 2], put, POLICY, { wait })).toEqual([1]);
    expect(calls).toHaveLength(POLICY.attempts);
  });

  it('treats a call that fails as one that refused every entry', async () => {
    const errors: unknown[] = [];
    const onError = (error: unknown): void => void errors.push(error);
    expect(await retryEntries([0, 1], failingPut, POLICY, { wait, onError })).toEqual([0, 1]);
    expect(errors).toHaveLength(POLICY.attempts);
  });

  it('makes no call without entries', async () => {
    const { put, calls } = recordingPut(() => false);
    expect(await retryEntries([], put, POLICY)).toEqual([]);
    expect(calls).toEqual([]);
  });

  it('waits for a random part of a time that doubles', async () => {
    const waitsWith = async (random: number): Promise<readonly number[]> => {
      const waits: number[] = [];
      const record = (ms: number): Promise<void> => Promise.resolve(void waits.push(ms));
      await retryEntries([0], failingPut, POLICY, { wait: record, random: () => random });
      return waits;
    };
    expect(await waitsWith(0)).toEqual([0, 0, 0]);
    expect(await waitsWith(0.5)).toEqual([20, 40, 80]);
    expect(await waitsWith(1)).toEqual([40, 80, 160]);
  });
});
