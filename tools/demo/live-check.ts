import { setTimeout as delay } from 'node:timers/promises';
import type { LiveCountsReader, PublishedCount, PublishedTitles } from '../local/live-counts';
import { instantBefore } from '../local/observer';
import type { Playhead } from '../local/playhead';
import type { InstantTruth } from '../simulator/truth';
import { percentile } from './percentile';
import type { LiveReport } from './report';

/** Longer than any instant stays open, with what a late publisher may need. */
const CLOSING_DEADLINE_MS = 300_000;

/** Waits until every instant of the run is closed, telling how many are not; gives those that closed by the deadline. */
export const closedInstants = async (
  counts: LiveCountsReader,
  from: number,
  to: number,
  tell: (open: number, secondsSinceLast: number) => void,
): Promise<readonly PublishedCount[]> => {
  const expected = (instantBefore(to) - instantBefore(from)) / 10_000;
  for (;;) {
    const closed = (await counts.between(from, to)).filter((count) => count.closed);
    if (closed.length >= expected || Date.now() > to + CLOSING_DEADLINE_MS) return closed;
    tell(expected - closed.length, Math.round((Date.now() - to) / 1000));
    await delay(1_000);
  }
};

/** Those that are closed already. */
export const instantsClosedBy = async (
  counts: LiveCountsReader,
  from: number,
  to: number,
): Promise<readonly PublishedCount[]> => (await counts.between(from, to)).filter(({ closed }) => closed);

/** Holds every closed instant to the viewers' truth: total, device classes and titles. */
export const checkLive = async (
  closed: readonly PublishedCount[],
  { viewers, observer: { liveCounts: counts } }: Pick<Playhead, 'viewers' | 'observer'>,
): Promise<LiveReport> => {
  const truths = await viewers.truth(closed.map(({ instant }) => instant));
  let exactInstants = 0;
  let maxErrorPct = 0;
  for (const [index, count] of closed.entries()) {
    const truth = truths[index];
    if (!truth) continue;
    if (isExact(count, await counts.titlesAt(count.instant), truth)) exactInstants++;
    maxErrorPct = Math.max(maxErrorPct, (100 * Math.abs(count.streams - truth.total)) / Math.max(1, truth.total));
  }
  const completedAfterMs = closed.flatMap((count) => count.completedAfterMs ?? []);
  return {
    instants: closed.length,
    exactInstants,
    maxErrorPct,
    completeAfterMsP50: percentile(completedAfterMs, 0.5),
    completeAfterMsP99: completedAfterMs.length === closed.length ? percentile(completedAfterMs, 0.99) : Infinity,
    peakStreams: Math.max(0, ...closed.map(({ streams }) => streams)),
  };
};

const isExact = (count: PublishedCount, titles: PublishedTitles | undefined, truth: InstantTruth): boolean => {
  const trueByDevice: ReadonlyMap<string, number> = truth.byDevice;
  return (
    count.streams === truth.total &&
    count.rebuffering === truth.rebuffering &&
    [...count.byDevice].every(([device, streams]) => streams === (trueByDevice.get(device) ?? 0)) &&
    titles !== undefined &&
    titles.titles.every(({ contentId, streams }) => streams === truth.byTitle.get(contentId)) &&
    titles.titles.length + titles.others.titles === truth.byTitle.size
  );
};
