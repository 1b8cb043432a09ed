import { firstExposures } from '../../../domain/experiments/exposures';
import { sampleRatios } from '../../../domain/experiments/sample-ratio';
import { ratioOf, variantMetrics } from '../../../domain/experiments/variant-metrics';
import { dateOf, foldSessions, type Session } from '../../../domain/lake';
import { aViewingEvent, eventId, NOW } from '../../support/events';
import { TestWarehouse } from '../../support/warehouse';

/** Sessions of viewers. Viewers in `treatment` stall twice as long; a skewed split has more viewers in `control`. */
const played = (viewers: number, skewed: boolean) =>
  Array.from({ length: viewers * 3 }, (_, n) => {
    const viewer = Math.floor(n / 3);
    const variant = viewer % (skewed ? 3 : 2) === 0 ? 'treatment' : 'control';
    const state = n % 3 === 2 ? ('rebuffering' as const) : ('playing' as const);
    const interval_ms = state === 'playing' ? 40_000 + (viewer % 7) * 1_000 : variant === 'treatment' ? 4_000 : 2_000;
    return aViewingEvent({
      event_id: eventId(n),
      viewer_id: `viewer-${viewer}`,
      session_id: `session-${viewer}-${n % 2}`,
      event: n % 3 === 0 ? 'play_request' : 'heartbeat',
      sequence: n % 3,
      event_ts: NOW - 600_000 + (n % 3) * 60_000 + n,
      state,
      interval_ms,
      bitrate_kbps: 2_000 + (viewer % 5) * 100,
      experiments: [{ id: 'start-low', variant }],
    });
  });

/** Sessions of anonymous viewers, who are all in the same variant. */
const anonymous = (sessions: number) =>
  Array.from({ length: sessions }, (_, n) =>
    aViewingEvent({
      ...{ event_id: eventId(10_000 + n), session_id: `anonymous-${n}`, event_ts: NOW - 60_000 },
      ...{ viewer_id: undefined, viewer_key_id: undefined },
      experiments: [{ id: 'start-low', variant: 'treatment' }],
    }),
  );

it('an anonymous viewer is exposed to no experiment', () => {
  expect(firstExposures(foldSessions(anonymous(2)))).toEqual([]);
});

it('the first exposure counts even if the viewer later sees another variant', () => {
  const [one, two] = foldSessions([
    aViewingEvent({ session_id: 'a', event_ts: NOW, experiments: [{ id: 'x', variant: 'first' }] }),
    aViewingEvent({
      event_id: eventId(2),
      session_id: 'b',
      event_ts: NOW + 1,
      experiments: [{ id: 'x', variant: 'second' }],
    }),
  ]) as [Session, Session];
  expect(firstExposures([two, one])).toEqual([
    { experimentId: 'x', variant: 'first', viewerId: one.viewer_id, exposedAt: one.started_at },
  ]);
});

it('the standard error of a ratio equals the worked example in docs/experiments.md', () => {
  const { value, standardError } = ratioOf([
    [2, 40],
    [0, 60],
    [10, 100],
  ]);
  expect(value).toBeCloseTo(0.06, 12);
  expect(standardError).toBeCloseTo(0.033, 4);
});

describe('The views of the warehouse', () => {
  let warehouse: TestWarehouse;
  beforeEach(async () => {
    warehouse = await TestWarehouse.open(NOW);
    await warehouse.prepare();
  });
  afterEach(() => warehouse.close());

  it.each([
    ['an even split with a known effect', false],
    ['a skewed split', true],
  ])('return the same numbers as the reference for %s', async (_, skewed) => {
    const events = [...played(120, skewed), ...anonymous(30)];
    await warehouse.arrive('one', events, dateOf(NOW));
    await warehouse.load();
    const sessions = foldSessions(events);
    const rows = await warehouse.readers.rows(
      'SELECT experiment_id, variant, metric, viewers, value, standard_error FROM experiment_metrics',
    );
    const key = (row: readonly unknown[]): string => row.slice(0, 3).join();
    const reference = new Map(
      variantMetrics(sessions).map((one) => [
        [one.experimentId, one.variant, one.metric].join(),
        [one.viewers, one.value, one.standardError],
      ]),
    );
    expect(rows.map(key).sort()).toEqual([...reference.keys()].sort());
    for (const row of rows) {
      for (const [at, expected] of (reference.get(key(row)) ?? []).entries()) {
        if (expected === null) expect(row[at + 3]).toBeNull();
        else expect(row[at + 3]).toBeCloseTo(expected, 9);
      }
    }
    const [mismatch] = sampleRatios(firstExposures(sessions));
    expect(mismatch?.isMismatched).toBe(skewed);
    const [tested] = await warehouse.readers.rows('SELECT is_mismatched, chi_squared FROM experiment_mismatches');
    expect(tested?.[0]).toBe(skewed);
    expect(tested?.[1]).toBeCloseTo(mismatch?.chiSquared ?? NaN, 9);
  });
});

it('an existing effect is detected: doubled stalling differs by more than five standard errors', () => {
  const metrics = variantMetrics(foldSessions(played(60, false))).filter(
    ({ metric }) => metric === 'rebuffering_ratio',
  );
  const [treatment, control] = ['treatment', 'control'].map((name) => metrics.find(({ variant }) => variant === name));
  const difference = (treatment?.value ?? 0) - (control?.value ?? 0);
  const error = Math.hypot(treatment?.standardError ?? 0, control?.standardError ?? 0);
  expect(difference / error).toBeGreaterThan(5);
});
