import { driveRun, type StepOutcome } from '../../../lambdas/foundation/drive-run';

interface Run {
  readonly failures: number;
}

/** The delay, in seconds, with which a run is sent on after one step with this outcome; undefined if it is not. */
const delayAfter = async (outcome: StepOutcome<Run>): Promise<number | undefined> => {
  let delay: number | undefined;
  const doNothing = (): Promise<void> => Promise.resolve();
  await driveRun<Run>(
    { failures: 0 },
    {
      runStep: () => Promise.resolve(outcome),
      enqueue: (_, delaySeconds) => Promise.resolve(void (delay = delaySeconds)),
      ...{ saveProgress: doNothing, finish: doNothing, deadLetter: doNothing, reportFailure: () => undefined },
      ...{ now: () => 0, budgetMs: 0, pollMs: 1 },
    },
  );
  return delay;
};
const run = { failures: 0 };

describe('driveRun', () => {
  it('sends a waiting run on with the delay of the step, limited to the 900 s of SQS', async () => {
    expect(await delayAfter({ kind: 'wait', run, seconds: 90 })).toBe(90);
    expect(await delayAfter({ kind: 'wait', run, seconds: 2_400 })).toBe(900);
  });

  it('sends a run on without delay once the budget of the call is used up', async () => {
    expect(await delayAfter({ kind: 'continue', run })).toBe(0);
  });

  it('delays a run whose query outlasts the call or whose step failed', async () => {
    expect(await delayAfter({ kind: 'wait', run })).toBe(10);
    expect(await delayAfter({ kind: 'failed', run: { failures: 2 }, reason: 'no' })).toBe(30);
  });

  it('does not send a finished run on', async () => {
    expect(await delayAfter({ kind: 'finished' })).toBeUndefined();
  });
});
