import { driveRun, type Taken } from '../../../lambdas/foundation/drive-run';

interface Run {
  readonly failures: number;
}

/** After how many seconds a run is sent on that comes to this. */
const sentAfter = async (taken: Taken<Run>): Promise<number | undefined> => {
  let after: number | undefined;
  const nothing = (): Promise<void> => Promise.resolve();
  await driveRun<Run>(
    { failures: 0 },
    {
      takeStep: () => Promise.resolve(taken),
      sendOn: (_, afterSeconds) => Promise.resolve(void (after = afterSeconds)),
      ...{ note: nothing, finish: nothing, giveUp: nothing, reportFailure: () => undefined },
      ...{ now: () => 0, budgetMs: 0, lookEveryMs: 1 },
    },
  );
  return after;
};
const run = { failures: 0 };

it('a run that waits comes back when it said, or after the quarter of an hour that SQS keeps a message at most', async () => {
  expect(await sentAfter({ kind: 'wait', run, afterSeconds: 90 })).toBe(90);
  expect(await sentAfter({ kind: 'wait', run, afterSeconds: 2_400 })).toBe(900);
});

it('a run goes on at once when its call is over, and later where a query outlasts it or a step failed', async () => {
  expect(await sentAfter({ kind: 'on', run })).toBe(0);
  expect(await sentAfter({ kind: 'wait', run })).toBe(10);
  expect(await sentAfter({ kind: 'failed', run: { failures: 2 }, reason: 'no' })).toBe(30);
  expect(await sentAfter({ kind: 'finished' })).toBeUndefined();
});
