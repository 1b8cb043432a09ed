import fc from 'fast-check';
import type { ViewingEvent } from '../../../domain/families/viewing';
import { COHORT_DEVICES } from '../../../domain/quality/cohort-devices';
import { FairShares } from '../../../domain/quality/fair-shares';
import { foldQuality, type PeriodTotals } from '../../../domain/quality/fold-quality';
import type { Cohort } from '../../../domain/quality/outages/cohort';
import type { QualityReport } from '../../../domain/quality/quality-report';
import { readReport } from '../../../domain/quality/read-report';
import { toReports } from '../../../domain/quality/write-reports';
import { NOW, playerEvents } from '../../support/events';
import { MAX_REPORT_BYTES, messagesOf, reportIn, SEED } from '../../support/quality';

const CDNS = new Set(['edge-a', 'edge-b']);
const keyOf = ({ deviceType, cdn }: Cohort): string => `${deviceType ?? '*'} ${cdn ?? '*'}`;
/** Events of different sessions that happened now: older events would be too late to count. */
const timelyEvents = (constraints: fc.ArrayConstraints) =>
  fc
    .array(playerEvents(), constraints)
    .map((events) => events.map((event, index) => ({ ...event, event_ts: NOW, session_id: `session-${index}` })));
const fold = (reports: readonly QualityReport[]) =>
  foldQuality(reports, { cdns: CDNS, slowStartMs: 5_000 }, new FairShares(SEED));
const byCohort = (period: PeriodTotals | undefined) =>
  new Map(period?.metricCohorts().map(({ cohort, totals }) => [keyOf(cohort), totals]));
/** The complete result of a fold, independent of order. */
const resultOf = (reports: readonly QualityReport[]): unknown =>
  fold(reports).map((period) => [
    ...[period.periodStart, period.accepted, period.refused, period.late, period.oldestReceivedAt],
    Object.fromEntries(
      [...byCohort(period)].map(([key, totals]) => [key, { ...totals, startupMs: [...totals.startupMs].sort() }]),
    ),
  ]);

it('an event counts for its device class, its CDN, both together, and all players', () => {
  const messages = messagesOf([
    { device_type: 'web', cdn: 'edge-a' },
    { device_type: 'web', cdn: 'edge-b' },
    { device_type: 'mobile', cdn: 'edge-a' },
  ]);
  const [period] = fold(messages.map(reportIn));
  expect(Object.fromEntries([...byCohort(period)].map(([key, { heartbeats }]) => [key, heartbeats]))).toEqual({
    '* *': 3,
    'web *': 2,
    'mobile *': 1,
    '* edge-a': 2,
    '* edge-b': 1,
    'web edge-a': 1,
    'web edge-b': 1,
    'mobile edge-a': 1,
  });
});

it('an unknown or missing CDN counts as other, so no input creates a new cohort', () => {
  const strange = ['edge-c', '__proto__', 'other', 'x'.repeat(128), undefined];
  const [period] = fold(messagesOf(strange.map((cdn) => ({ cdn }))).map(reportIn));
  expect([...byCohort(period).keys()].sort()).toEqual(['* *', '* other', 'web *', 'web other']);
  expect(byCohort(period).get('* other')?.heartbeats).toBe(strange.length);
});

it('a device of the class other forms no cohort, and counts for its CDN and for all players', () => {
  const [period] = fold(
    messagesOf([{ device_type: 'other', cdn: 'edge-a' }, { device_type: 'desktop' }]).map(reportIn),
  );
  expect([...byCohort(period).keys()].sort()).toEqual(['* *', '* edge-a', '* other', 'desktop *', 'desktop other']);
  expect(byCohort(period).get('* *')?.heartbeats).toBe(2);
});

it('an ad break adds neither playing nor rebuffering time, and its exit before the start still counts', () => {
  const ad = { ad_break_id: 'break-1', interval_ms: 8_000 } as const;
  const [period] = fold(
    messagesOf([
      { state: 'rebuffering', ...ad },
      { state: 'playing', ...ad },
      { event: 'pause', state: 'playing', ...ad },
      { event: 'quit', state: 'starting', ...ad },
      { state: 'rebuffering', interval_ms: 1_000 },
      { state: 'playing', interval_ms: 9_000 },
    ]).map(reportIn),
  );
  const totals = { playingMs: 9_000, rebufferingMs: 1_000, heartbeats: 4, exitsBeforeStart: 1 };
  expect(byCohort(period).get('* *')).toMatchObject(totals);
});

it('the configuration limits the number of cohorts', () => {
  fc.assert(
    fc.property(timelyEvents({ maxLength: 60 }), (events) => {
      const [period] = fold(messagesOf(events).map(reportIn));
      expect(byCohort(period).size).toBeLessThanOrEqual((COHORT_DEVICES.length + 1) * (CDNS.size + 2));
    }),
  );
});

it('the time of receipt determines the period of ten seconds', () => {
  const [report] = messagesOf([{}]).map(reportIn);
  const at = (ms: number): QualityReport => ({ ...(report ?? reportIn('')), received_at: NOW + ms });
  expect(fold([at(0), at(9_999), at(10_000)])).toMatchObject([
    { periodStart: NOW, accepted: 2, oldestReceivedAt: NOW },
    { periodStart: NOW + 10_000, accepted: 1, oldestReceivedAt: NOW + 10_000 },
  ]);
});

it('the order, the batches and the size of messages do not change any sum', () => {
  fc.assert(
    fc.property(
      timelyEvents({ minLength: 1, maxLength: 40 }),
      fc.integer({ min: 600, max: 5_000 }),
      (events, maxBytes) => {
        const whole = messagesOf(events).map(reportIn);
        const pieces = [...messagesOf(events.toReversed(), maxBytes)].reverse().map(reportIn);
        expect(resultOf(pieces)).toEqual(resultOf(whole));
      },
    ),
  );
});

it('a repeated report counts once, but its heartbeats', () => {
  fc.assert(
    fc.property(timelyEvents({ minLength: 1, maxLength: 20 }), (events) => {
      const reports = messagesOf(events).map(reportIn);
      const once = byCohort(fold(reports)[0]);
      const twice = byCohort(fold([...reports, ...reports])[0]);
      for (const [key, totals] of once) {
        expect(twice.get(key)).toEqual({ ...totals, heartbeats: 2 * totals.heartbeats });
      }
    }),
  );
});

describe('A message', () => {
  const viewing = (fields: Partial<ViewingEvent>): ViewingEvent =>
    ({ ...fc.sample(playerEvents(), { numRuns: 1, seed: 1 })[0], event_ts: NOW, ...fields }) as ViewingEvent;

  it('is no larger than the limit and can be read back', () => {
    const events = Array.from({ length: 500 }, (_, n) =>
      viewing({ event: 'heartbeat', cdn: `${n}`.padStart(128, '作') }),
    );
    const messages = toReports(events, { accepted: 500, refused: 3 }, NOW, MAX_REPORT_BYTES);
    expect(Math.max(...messages.map((message) => Buffer.byteLength(message)))).toBeLessThanOrEqual(MAX_REPORT_BYTES);
    const reports = messages.map(reportIn);
    expect(reports.length).toBeGreaterThan(1);
    expect(reports.flatMap(({ events }) => events)).toHaveLength(500);
    expect(reports.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(500);
    expect(reports.reduce((sum, { refused }) => sum + refused, 0)).toBe(3);
  });

  it('is also sent for a request without quality events, with the counts of accepted and refused events', () => {
    const messages = toReports([], { accepted: 0, refused: 1 }, NOW, MAX_REPORT_BYTES);
    expect(messages.map(reportIn)).toEqual([
      { received_at: NOW, accepted: 0, refused: 1, late: 0, players: [], events: [] },
    ]);
  });

  it('contains no viewer and no session, and only ASCII', () => {
    fc.assert(
      fc.property(playerEvents(), (event) => {
        const secret = { viewer_id: 'viewer-secret', session_id: 'session-secret' };
        const [message = ''] = messagesOf([{ ...event, ...secret, event_ts: NOW }]);
        expect(message).not.toMatch(/(viewer|session)-secret/);
        expect(message).toMatch(/^[\x20-\x7e]*$/);
        const { players } = reportIn(message);
        expect(players.every(([, cdn, , title]) => cdn === (event.cdn ?? null) && title === event.content_id)).toBe(
          true,
        );
      }),
    );
  });

  it('leaves out and counts events that are older than a minute', () => {
    const [report] = messagesOf([{ event_ts: NOW - 60_000 }, { event_ts: NOW - 60_001 }]).map(reportIn);
    expect(report).toMatchObject({ accepted: 2, late: 1 });
    expect(report?.events).toHaveLength(1);
  });

  it('leaves out events that no alarm needs', () => {
    const kept = messagesOf([
      { event: 'rendition_change', state: 'paused' },
      { event: 'seek_end', state: 'seeking' },
      { event: 'rendition_change', state: 'playing' },
    ]).map(reportIn);
    expect(kept[0]?.events.map(([event, state]) => [event, state])).toEqual([['rendition_change', 'playing']]);
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '7',
    '{}',
    '{"received_at":1,"accepted":1,"refused":0,"late":0}',
    '{"received_at":1,"accepted":-1,"refused":0,"late":0,"events":[]}',
    '{"received_at":1e99,"accepted":1,"refused":0,"late":0,"events":[]}',
    '{"received_at":1,"accepted":1,"refused":0,"late":0,"events":[null]}',
    '{"received_at":1,"accepted":1,"refused":0,"late":0,"events":[{"event":"heartbeat","device_type":"toaster"}]}',
    '{"received_at":1,"accepted":1,"refused":0,"late":0,"events":[{"event":"x","device_type":"web"}]}',
    '{"received_at":1,"accepted":1,"refused":0,"late":0,"events":[{"event":"quit","device_type":"web","interval_ms":"9"}]}',
    '{"received_at":1,"accepted":1,"refused":0,"late":0,"events":[{"event":"quit","device_type":"web","cdn":7}]}',
  ])('with the body %s is refused', (body) => expect(readReport(body)).toBeUndefined());
});
