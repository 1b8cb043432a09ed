import { clock, count, counted, share, span } from './format.js';

/** Seconds over which the ingest rate is averaged, so that the figure can be read. */
const RATE_SECONDS = 5;
/** Instants lie 10 s apart and are complete within 15 s: well beyond both together, something is late. */
const LATE_MS = 30_000;
const STALE_MS = 60_000;
const LAGGING_MS = 5_000;
const STALLED_MS = 30_000;
/** More than that off while late events may still come is more than late events explain. */
const EXPECTED_OFF_RATIO = 0.01;
/** A stack that has run this long should have counted something. */
const SETTLING_SECONDS = 60;

/**
 * The five figures at the top, each a value, a note and a tone: good, warn, bad or none.
 * @param {import('../snapshot').ConsoleSnapshot} snapshot
 */
export const headline = (snapshot) => {
  const newest = snapshot.instants.findLast(({ complete }) => complete);
  return {
    streams: streams(newest, snapshot.uptimeSeconds),
    truth: truth(newest, snapshot.instants),
    freshness: freshness(newest, snapshot.pipeline.freshnessMs),
    ingest: ingest(snapshot.ingest.slice(-RATE_SECONDS)),
    lag: lag(snapshot.pipeline),
  };
};

const streams = (newest, uptimeSeconds) => {
  if (newest) {
    const stalled = share(newest.rebuffering, newest.streams);
    return { value: count(newest.streams), note: `at ${clock(newest.instant)}\n${stalled} rebuffering`, tone: 'none' };
  }
  return uptimeSeconds < SETTLING_SECONDS
    ? { value: '–', note: 'first count in a few seconds', tone: 'none' }
    : { value: '–', note: 'no complete count in the last 15 minutes', tone: 'bad' };
};

/** An open instant may differ while late events are on their way; a closed one must not. */
const truth = (newest, instants) => {
  if (!newest) return { value: '–', note: 'compared once counted', tone: 'none' };
  if (newest.truth === undefined) return { value: '–', note: 'nothing simulated to compare with', tone: 'none' };
  const closed = instants.filter((view) => view.closed && view.truth !== undefined);
  const wrong = closed.filter((view) => view.truth !== view.streams).length;
  const off = newest.streams - newest.truth;
  const tone = Math.abs(off) > newest.truth * EXPECTED_OFF_RATIO ? 'warn' : off === 0 ? 'good' : 'none';
  const past = wrong > 0 ? `${count(wrong)} of ${counted(closed.length, 'closed instant')} off` : allExact(closed);
  return {
    value: off === 0 ? 'exact' : `${off > 0 ? '+' : '−'}${count(Math.abs(off))}`,
    note: `truth ${count(newest.truth)}\n${past}`,
    tone: wrong > 0 ? 'bad' : tone,
  };
};

const allExact = (closed) =>
  closed.length === 0 ? 'none is closed yet' : `${counted(closed.length, 'closed instant')} exact`;

const freshness = (newest, freshnessMs) => {
  if (freshnessMs === undefined) return { value: '–', note: 'nothing complete yet', tone: 'none' };
  const after = newest?.completedAfterMs;
  return {
    value: span(freshnessMs),
    note: `newest complete count${after === undefined ? '' : `\ncomplete after ${span(after)}`}`,
    tone: toneAbove(freshnessMs, LATE_MS, STALE_MS),
  };
};

const ingest = (seconds) => {
  if (seconds.length === 0) return { value: '–', note: 'no event yet', tone: 'none' };
  const mean = (key) => seconds.reduce((sum, second) => sum + second[key], 0) / seconds.length;
  const retries = mean('retriesPerSecond');
  const trouble = retries > 0 ? `${rate(retries)} retries` : `${rate(mean('refusedPerSecond'))} refused`;
  const events = mean('eventsPerSecond');
  return {
    value: `${count(events)}/s`,
    note: `${rate(mean('requestsPerSecond'))} requests\n${trouble}`,
    tone: retries > 0 || events === 0 ? 'warn' : 'good',
  };
};

const rate = (perSecond) => `${perSecond > 0 && perSecond < 10 ? perSecond.toFixed(1) : count(perSecond)}/s`;

const lag = ({ iteratorAgeMs, overflowMessages, deadLetters }) => {
  const tone = toneAbove(iteratorAgeMs, LAGGING_MS, STALLED_MS);
  return {
    value: span(iteratorAgeMs),
    note: `${count(overflowMessages)} in overflow\n${counted(deadLetters, 'dead letter')}`,
    tone: deadLetters > 0 ? 'bad' : overflowMessages > 0 && tone === 'good' ? 'warn' : tone,
  };
};

const toneAbove = (value, warn, bad) => (value >= bad ? 'bad' : value >= warn ? 'warn' : 'good');
