import type { ConsoleSnapshot, IngestView, InstantView, PipelineView } from '../snapshot';
import { clock, count, counted, share, span } from './format';
import type { Tone } from './tone';

/** Seconds over which the ingest rate is averaged, so that the number is steady enough to read. */
const RATE_SECONDS = 5;
/** Instants are 10 s apart and complete within 15 s, so the newest complete instant is late if it is this old. */
const LATE_MS = 30_000;
const STALE_MS = 60_000;
const LAGGING_MS = 5_000;
const STALLED_MS = 30_000;
/** The largest difference between an open instant and the simulator that late events can explain. */
const EXPECTED_ERROR_RATIO = 0.01;
/** A pipeline that has run this long should have a complete count. */
const SETTLING_SECONDS = 60;

/** One figure at the top of the overview. */
export interface Tile {
  readonly value: string;
  readonly note: string;
  readonly tone: Tone;
}

/** The five figures at the top of the overview, by the names of their tiles. */
export const headline = (snapshot: ConsoleSnapshot) => {
  const newest = snapshot.instants.findLast(({ complete }) => complete);
  return {
    streams: streams(newest, snapshot.uptimeSeconds),
    truth: truth(newest, snapshot.instants),
    freshness: freshness(newest, snapshot.pipeline.freshnessMs),
    ingest: ingest(snapshot.ingest.slice(-RATE_SECONDS)),
    lag: lag(snapshot.pipeline),
  } satisfies Record<string, Tile>;
};

const streams = (newest: InstantView | undefined, uptimeSeconds: number): Tile => {
  if (newest) {
    const rebuffering = share(newest.rebuffering, newest.streams);
    const note = `at ${clock(newest.instant)}\n${rebuffering} rebuffering`;
    return { value: count(newest.streams), note, tone: 'none' };
  }
  return uptimeSeconds < SETTLING_SECONDS
    ? { value: '–', note: 'first count in a few seconds', tone: 'none' }
    : { value: '–', note: 'no complete count in the last 15 minutes', tone: 'bad' };
};

/** An open instant may differ from the simulator while late events are on their way; a closed instant must not. */
const truth = (newest: InstantView | undefined, instants: readonly InstantView[]): Tile => {
  if (!newest) return { value: '–', note: 'no complete count to compare', tone: 'none' };
  if (newest.truth === undefined) return { value: '–', note: 'no simulated viewers to compare with', tone: 'none' };
  const closed = instants.filter((view) => view.closed && view.truth !== undefined);
  const wrong = closed.filter((view) => view.truth !== view.streams).length;
  const error = newest.streams - newest.truth;
  const tone = Math.abs(error) > newest.truth * EXPECTED_ERROR_RATIO ? 'warn' : error === 0 ? 'good' : 'none';
  const past = wrong > 0 ? `${count(wrong)} of ${counted(closed.length, 'closed instant')} wrong` : allExact(closed);
  return {
    value: error === 0 ? 'exact' : `${error > 0 ? '+' : '−'}${count(Math.abs(error))}`,
    note: `truth ${count(newest.truth)}\n${past}`,
    tone: wrong > 0 ? 'bad' : tone,
  };
};

const allExact = (closed: readonly InstantView[]): string =>
  closed.length === 0 ? 'no instant is closed yet' : `${counted(closed.length, 'closed instant')} exact`;

const freshness = (newest: InstantView | undefined, freshnessMs: number | undefined): Tile => {
  if (freshnessMs === undefined) return { value: '–', note: 'no complete count yet', tone: 'none' };
  const after = newest?.completedAfterMs;
  return {
    value: span(freshnessMs),
    note: `newest complete count${after === undefined ? '' : `\ncomplete after ${span(after)}`}`,
    tone: toneAbove(freshnessMs, LATE_MS, STALE_MS),
  };
};

const ingest = (seconds: readonly IngestView[]): Tile => {
  if (seconds.length === 0) return { value: '–', note: 'no event yet', tone: 'none' };
  const mean = (rateOf: (second: IngestView) => number): number =>
    seconds.reduce((sum, second) => sum + rateOf(second), 0) / seconds.length;
  const retries = mean(({ retriesPerSecond }) => retriesPerSecond);
  const refused = mean(({ refusedPerSecond }) => refusedPerSecond);
  const events = mean(({ eventsPerSecond }) => eventsPerSecond);
  const requests = mean(({ requestsPerSecond }) => requestsPerSecond);
  return {
    value: `${count(events)}/s`,
    note: `${rate(requests)} requests\n${retries > 0 ? `${rate(retries)} retries` : `${rate(refused)} refused`}`,
    tone: retries > 0 || events === 0 ? 'warn' : 'good',
  };
};

const rate = (perSecond: number): string =>
  `${perSecond > 0 && perSecond < 10 ? perSecond.toFixed(1) : count(perSecond)}/s`;

const lag = ({ iteratorAgeMs, overflowMessages, deadLetters }: PipelineView): Tile => {
  const tone = toneAbove(iteratorAgeMs, LAGGING_MS, STALLED_MS);
  return {
    value: span(iteratorAgeMs),
    note: `${count(overflowMessages)} in overflow\n${counted(deadLetters, 'dead letter')}`,
    tone: deadLetters > 0 ? 'bad' : overflowMessages > 0 && tone === 'good' ? 'warn' : tone,
  };
};

const toneAbove = (value: number, warn: number, bad: number): Tone =>
  value >= bad ? 'bad' : value >= warn ? 'warn' : 'good';
