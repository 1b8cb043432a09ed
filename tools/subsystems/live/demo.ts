import { setTimeout as delay } from 'node:timers/promises';
import type { DemoRun } from '../../demo/demo-run';
import { brokenRules, defineSection, type SectionDeclaration } from '../../demo/demo-section';
import { seconds } from '../../demo/format';
import { percentile } from '../../demo/percentile';
import { INSTANT_MS, instantAtOrBefore } from '../../../domain/live';
import type { LiveTitles, LiveTotal } from '../../../lambdas/live';
import type { InstantTruth } from '../../simulator/truth';

/** The published instants of the run, compared with the simulator's own counts. */
interface LiveReport {
  /** Closed instants. */
  readonly instants: number;
  /** Closed instants whose total, device types and titles all equal the simulator's counts. */
  readonly exactInstants: number;
  readonly maxErrorPct: number;
  /** From an instant until its count was complete. */
  readonly completeAfterMsP50: number;
  readonly completeAfterMsP99: number;
  readonly peakStreams: number;
}

/** The limit for the 99th percentile of the time until an instant is complete. */
const COMPLETE_WITHIN_MS = 15_000;
/** An instant during a Kinesis outage becomes complete when the outage is over and the overflow queue is empty. */
const DRAINED_WITHIN_MS = 15_000;
/** A run that closed fewer instants proves nothing. */
const FEWEST_INSTANTS = 3;
/** The longest time for which an instant stays open, plus the delay of a late publisher. */
const CLOSED_WITHIN_MS = 300_000;
const POLL_MS = 1_000;

/** The closed instants of the run. Waits for the last ones if the scenario needs them. */
const closedInstants = async (run: DemoRun): Promise<readonly LiveTotal[]> => {
  const { liveCounts, from, to, disturbances, terminal } = run;
  const expected = (instantAtOrBefore(to) - instantAtOrBefore(from)) / INSTANT_MS;
  for (;;) {
    const closed = (await liveCounts.between(from, to)).filter((instant) => instant.closed);
    const isDone = !disturbances.waitsForClosing || closed.length >= expected;
    if (isDone || Date.now() > to + CLOSED_WITHIN_MS) return closed;
    const ago = Math.round((Date.now() - to) / 1_000);
    terminal.show(
      `  … instants that still accept late events, ${ago} s after the viewers left: ${expected - closed.length}`,
    );
    await delay(POLL_MS);
  }
};

const check = async (run: DemoRun): Promise<LiveReport> => {
  const closed = await closedInstants(run);
  const truths = await run.viewers.truth(closed.map(({ instant }) => instant));
  let exactInstants = 0;
  let maxErrorPct = 0;
  for (const [index, published] of closed.entries()) {
    const truth = truths[index];
    if (!truth) continue;
    if (isExact(published, await run.liveCounts.titlesAt(published.instant), truth)) exactInstants++;
    maxErrorPct = Math.max(maxErrorPct, (100 * Math.abs(published.streams - truth.total)) / Math.max(1, truth.total));
  }
  const completedAfterMs = closed.flatMap((published) => published.completedAfterMs ?? []);
  return {
    instants: closed.length,
    exactInstants,
    maxErrorPct,
    completeAfterMsP50: percentile(completedAfterMs, 0.5),
    completeAfterMsP99: completedAfterMs.length === closed.length ? percentile(completedAfterMs, 0.99) : Infinity,
    peakStreams: Math.max(0, ...closed.map(({ streams }) => streams)),
  };
};

const isExact = (published: LiveTotal, titles: LiveTitles | undefined, truth: InstantTruth): boolean => {
  const trueByDevice: ReadonlyMap<string, number> = truth.byDevice;
  return (
    published.streams === truth.total &&
    published.rebuffering === truth.rebuffering &&
    [...published.byDevice].every(([device, streams]) => streams === (trueByDevice.get(device) ?? 0)) &&
    titles !== undefined &&
    titles.titles.every(({ contentId, streams }) => streams === truth.byTitle.get(contentId)) &&
    titles.titles.length + titles.others.titles === truth.byTitle.size
  );
};

/** Checks that live counts are exact, and complete in time. */
export const liveSection: SectionDeclaration<LiveReport> = {
  step: 'waiting for the last instants to close',
  check,
  differences: ({ instants, exactInstants, completeAfterMsP99 }, { kinesisOutageSeconds }) => {
    const outageMs = kinesisOutageSeconds === 0 ? 0 : kinesisOutageSeconds * 1_000 + DRAINED_WITHIN_MS;
    const limitMs = COMPLETE_WITHIN_MS + outageMs;
    return brokenRules([
      [instants >= FEWEST_INSTANTS, `only ${instants} instants closed; the minimum is ${FEWEST_INSTANTS}`],
      [exactInstants === instants, `${instants - exactInstants} of ${instants} instants are not exact`],
      [
        completeAfterMsP99 <= limitMs,
        `99 % of the instants were complete after ${seconds(completeAfterMsP99)}; the limit is ${seconds(limitMs)}`,
      ],
    ]);
  },
  numbers: (live) => ({ ...live, maxErrorPct: Number(live.maxErrorPct.toFixed(3)) }),
};

export default defineSection(liveSection);
