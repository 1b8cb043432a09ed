import fc from 'fast-check';
import type { EventName, PlayerEvent, ViewingEvent } from '../../../domain/families/viewing';
import { FairShares } from '../../../domain/quality/fair-shares';
import { foldQuality, type PeriodTotals } from '../../../domain/quality/fold-quality';
import type { QualityReport } from '../../../domain/quality/quality-report';
import { noTotals, type QualityTotals } from '../../../domain/quality/quality-totals';
import { toReports } from '../../../domain/quality/write-reports';
import { aViewingEvent, NOW } from '../../support/events';
import { MAX_REPORT_BYTES, reportIn, SEED, COHORTS } from '../../support/quality';

/** A player in a period tells at most the period and the time since its last heartbeat. */
const MAX_MS = 20_000;

/** What a session says: the event, its time, the length of its interval and the time of its receipt, in s after NOW. */
interface Said {
  readonly event: EventName;
  readonly state?: PlayerEvent['state'];
  readonly at: number;
  readonly interval?: number;
  readonly receivedAt?: number;
  readonly session?: string;
  readonly fatal?: boolean;
}

const eventOf = ({ event, state, at, interval = 0, session = 'session', fatal }: Said): ViewingEvent =>
  aViewingEvent({
    ...{ event, session_id: session, event_ts: NOW + at * 1_000 },
    ...{ state, interval_ms: interval * 1_000 },
    ...(fatal !== undefined && { error_fatal: fatal, error_business: false }),
    ...(event === 'playing' && state === 'starting' && { startup_ms: 900 }),
  });

/** Each is a request of its own. */
const reportsOf = (said: readonly Said[]): readonly QualityReport[] =>
  said.flatMap((one) => {
    const receivedAt = NOW + (one.receivedAt ?? one.at) * 1_000;
    return toReports([eventOf(one)], { accepted: 1, refused: 0 }, receivedAt, MAX_REPORT_BYTES).map(reportIn);
  });

const allPlayers = (period: PeriodTotals): QualityTotals =>
  period.metricCohorts().find(({ cohort }) => Object.keys(cohort).length === 0)?.totals ?? noTotals();

/** The totals of all players by period, if each report is a batch of its own. */
const byPeriod = (
  said: readonly Said[],
  shares = new FairShares(SEED),
): ReadonlyMap<number, readonly QualityTotals[]> => {
  const found = new Map<number, QualityTotals[]>();
  for (const report of reportsOf(said)) {
    for (const period of foldQuality([report], COHORTS, shares)) {
      found.set(period.periodStart, [...(found.get(period.periodStart) ?? []), allPlayers(period)]);
    }
  }
  return found;
};

const sumOf = (totals: readonly QualityTotals[], of: 'playingMs' | 'rebufferingMs' | 'attempts' | 'plays'): number =>
  totals.reduce((sum, each) => sum + each[of], 0);
const total = (said: readonly Said[]) => {
  const totals = [...byPeriod(said).values()].flat();
  return {
    playing: sumOf(totals, 'playingMs') / 1_000,
    rebuffering: sumOf(totals, 'rebufferingMs') / 1_000,
    attempts: sumOf(totals, 'attempts'),
    plays: sumOf(totals, 'plays'),
    exits: totals.reduce((sum, { exitsBeforeStart }) => sum + exitsBeforeStart, 0),
    failures: totals.reduce((sum, { playbackFailures }) => sum + playbackFailures, 0),
  };
};

const beat = (at: number, fields: Partial<Said> = {}): Said => ({
  ...{ event: 'heartbeat', state: 'playing', interval: 10, at },
  ...fields,
});

describe('The share of an honest session', () => {
  it('is all of its time, whatever the lengths of its intervals and their delays', () => {
    const interval = fc.record({
      state: fc.constantFrom('playing' as const, 'rebuffering' as const, 'paused' as const),
      interval: fc.integer({ min: 0, max: 10 }),
      delay: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(interval, { maxLength: 30 }), (intervals) => {
        let [at, receivedAt] = [0, 0];
        const said = intervals.map(({ delay, ...one }): Said => {
          at += one.interval;
          receivedAt = Math.max(receivedAt, at + delay); // a player sends one request after another
          return { ...one, event: 'heartbeat', at, receivedAt };
        });
        const timeIn = (state: string): number =>
          said.reduce((sum, one) => sum + (one.state === state ? (one.interval ?? 0) : 0), 0);
        expect(total(said)).toMatchObject({ playing: timeIn('playing'), rebuffering: timeIn('rebuffering') });
      }),
    );
  });

  it('is the same for a second playback of the session, which its request begins', () => {
    const playback = (from: number): Said[] => [
      { event: 'play_request', at: from },
      { event: 'playing', state: 'starting', at: from + 1, interval: 1 },
      { event: 'ended', state: 'playing', at: from + 11, interval: 10 },
    ];
    expect(total([...playback(0), ...playback(20)])).toMatchObject({ playing: 20, attempts: 2, plays: 2 });
  });

  it('does not depend on other sessions', () => {
    const said = ['a', 'b', 'c'].flatMap((session) => [beat(10, { session }), beat(20, { session })]);
    expect(total(said)).toMatchObject({ playing: 60 });
  });
});

describe('The share of a session that claims too much', () => {
  it('is the clock, if buffer_end claims 17.75 s after a heartbeat 10 s before', () => {
    const stall = { event: 'buffer_end', state: 'rebuffering', at: 20, interval: 17.75 } as const;
    expect(total([beat(10), stall, beat(30), beat(31, { interval: 1 })])).toMatchObject({
      playing: 21,
      rebuffering: 10,
    });
  });

  it('begins with its request', () => {
    const slept = [11, 21, 31, 41].map((at) => beat(at, { interval: 120 }));
    expect(total([{ event: 'play_request', at: 0 }, ...slept])).toMatchObject({ playing: 41 });
  });

  it('ends with its first end', () => {
    const error: Said = { event: 'error', state: 'playing', at: 8, interval: 8, fatal: true };
    const quit: Said = { event: 'quit', state: 'starting', at: 30, interval: 10 };
    expect(total([error, beat(18), beat(28), quit, error])).toMatchObject({ playing: 8, failures: 1, exits: 0 });
  });

  it('is 20 s in a period, if it reports its first interval of two minutes', () => {
    expect(total([beat(0, { state: 'rebuffering', interval: 120 })])).toMatchObject({ rebuffering: MAX_MS / 1_000 });
  });

  it('is one attempt and one failure in a period, if it fails in a loop', () => {
    const loop = Array.from({ length: 50 }, (_, n): Said[] => [
      { event: 'play_request', at: n / 10 },
      { event: 'error', state: 'starting', at: n / 10, fatal: true },
    ]);
    expect(total(loop.flat())).toMatchObject({ attempts: 1, failures: 1 });
  });

  it('is at most 20 s, a request, a first frame and an end in a period, and in any order at most the clock', () => {
    const anything = fc.record({
      event: fc.constantFrom<EventName>('heartbeat', 'buffer_end', 'playing', 'play_request', 'error', 'quit', 'ended'),
      state: fc.constantFrom('playing' as const, 'rebuffering' as const, 'starting' as const, 'paused' as const),
      at: fc.integer({ min: 0, max: 100 }),
      interval: fc.integer({ min: 0, max: 120 }),
      delay: fc.integer({ min: 0, max: 50 }),
      fatal: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(anything, { minLength: 1, maxLength: 60 }), (claims) => {
        const said = claims.map(({ delay, ...one }) => ({ ...one, receivedAt: one.at + delay }));
        const inOrder = said.toSorted((one, other) => one.receivedAt - other.receivedAt);
        for (const totals of byPeriod(inOrder).values()) {
          expect(sumOf(totals, 'playingMs') + sumOf(totals, 'rebufferingMs')).toBeLessThanOrEqual(MAX_MS);
          expect(sumOf(totals, 'attempts')).toBeLessThanOrEqual(1);
          expect(sumOf(totals, 'plays')).toBeLessThanOrEqual(1);
          const ends = totals.reduce((sum, each) => sum + each.exitsBeforeStart + each.playbackFailures, 0);
          expect(ends).toBeLessThanOrEqual(1);
        }
        const { playing, rebuffering } = total(said);
        const begins = Math.min(...said.map(({ at, interval }) => at - interval));
        expect(playing + rebuffering).toBeLessThanOrEqual(Math.max(...said.map(({ at }) => at)) - begins);
      }),
    );
  });

  it('moves the ratio of 100 honest sessions by no more than twice the weight of one', () => {
    const honest = Array.from({ length: 100 }, (_, n) => beat(10, { session: `honest-${n}` }));
    const liar = Array.from({ length: 1_000 }, (_, n): Said => {
      const at = 10 + (n % 10);
      return { event: 'buffer_end', state: 'rebuffering', at, interval: 1 + (n % 120), session: 'liar' };
    });
    const totals = [...byPeriod([...honest, ...liar]).values()].flat();
    const [playing, rebuffering] = [sumOf(totals, 'playingMs'), sumOf(totals, 'rebufferingMs')];
    expect(rebuffering / (playing + rebuffering)).toBeLessThanOrEqual(20 / 1_020);
  });
});

it('time that does not count is reported', () => {
  const [period] = foldQuality(reportsOf([beat(5), beat(5), beat(5)]), COHORTS, new FairShares(SEED));
  expect(period).toMatchObject({ uncountedMs: 20_000 });
});

it('a batch whose totals were not published counts again when it comes again', () => {
  const shares = new FairShares(SEED);
  const fold = (): number[] =>
    foldQuality(reportsOf([beat(5)]), COHORTS, shares)
      .map(allPlayers)
      .map((sum) => sum.playingMs);
  expect([fold(), fold()]).toEqual([[10_000], [0]]);
  shares.forget();
  expect(fold()).toEqual([10_000]);
});
