import fc from 'fast-check';
import { type Cohort, cohortKey, cohortsOf } from '../../../../domain/quality/outages/cohort';
import { addSums, type CohortSums, noSums } from '../../../../domain/quality/outages/cohort-sums';
import type { PeriodSums } from '../../../../domain/quality/outages/period-sums';
import { decodeSums, encodeSums } from '../../../../domain/quality/outages/sums-codec';
import { FairShares, foldQuality } from '../../../../domain/quality';
import { NOW, playerEvents } from '../../../support/events';
import { COHORTS, MAX_REPORT_BYTES, messagesOf, reportIn, SEED } from '../../../support/quality';

const value = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' });
const player = fc.record({
  ...{ deviceType: value, cdn: value, appVersion: value },
  ...{ contentId: value, country: value, streamType: value },
});
const count = fc.nat({ max: 1_000_000 });
const sums: fc.Arbitrary<CohortSums> = fc.record({
  ...{ attempts: count, plays: count, startFailures: count, lateFailures: count },
  ...{ slowStarts: count, watchedMs: count, rebufferingMs: count, heartbeats: count },
});
const periodSums: fc.Arbitrary<PeriodSums> = fc
  .uniqueArray(
    player.chain((one) => fc.constantFrom(...cohortsOf(one))),
    { selector: cohortKey, maxLength: 30 },
  )
  .chain((cohorts) =>
    fc.record({
      periodStart: fc.nat(),
      cohorts: fc.tuple(...cohorts.map((cohort) => sums.map((of) => ({ cohort, sums: of })))),
      samples: fc.array(
        fc.record({ problem: fc.constant('rebuffering' as const), player, viewer: count, weight: count }),
        { maxLength: 5 },
      ),
    }),
  );

it('sums are the same after they were stored, in one payload or in several', () => {
  fc.assert(
    fc.property(periodSums, fc.integer({ min: 60, max: 5_000 }), (given, maxBytes) => {
      const payloads = encodeSums(given, maxBytes);
      const read = payloads.map(decodeSums);
      expect(read.flatMap(({ cohorts }) => cohorts)).toEqual(given.cohorts);
      expect(read.flatMap(({ samples }) => samples)).toEqual(given.samples);
      expect(read.every(({ periodStart }) => periodStart === given.periodStart)).toBe(true);
      for (const payload of payloads)
        expect(payload.length <= maxBytes || decodeSums(payload).cohorts.length < 2).toBe(true);
    }),
  );
});

it('sums of an unknown format are refused', () => {
  expect(() => decodeSums(Buffer.of(9, 1, 2))).toThrow('unknown format: 9');
  expect(() => decodeSums(Buffer.alloc(0))).toThrow('unknown format: none');
});

/** Events of different sessions that happened now. */
const timelyEvents = fc
  .array(playerEvents(), { minLength: 1, maxLength: 40 })
  .map((events) => events.map((event, index) => ({ ...event, event_ts: NOW, session_id: `session-${index}` })));

/** All sums by cohort, whatever the batches. */
const totalOf = (batches: readonly (readonly string[])[], shares: FairShares = new FairShares(SEED)) => {
  const found = new Map<string, CohortSums>();
  for (const batch of batches) {
    for (const period of foldQuality(batch.map(reportIn), COHORTS, shares)) {
      for (const { cohort, sums: added } of decodeSums(encodeSums(period.outageSums())[0] ?? Buffer.alloc(0)).cohorts) {
        const key = cohortKey(cohort);
        const known = found.get(key) ?? noSums();
        addSums(known, added);
        found.set(key, known);
      }
    }
  }
  return Object.fromEntries([...found].sort(([one], [other]) => (one < other ? -1 : 1)));
};

it('the order and the batches of reports change no sum', () => {
  fc.assert(
    fc.property(timelyEvents, fc.integer({ min: 700, max: 5_000 }), (events, maxBytes) => {
      const pieces = [...messagesOf(events.toReversed(), maxBytes)].map((message) => [message]);
      expect(totalOf(pieces)).toEqual(totalOf([messagesOf(events, MAX_REPORT_BYTES)]));
    }),
  );
});

it('reports that come twice count once, but their heartbeats', () => {
  fc.assert(
    fc.property(timelyEvents, (events) => {
      const messages = messagesOf(events);
      const twice = totalOf([messages, messages]);
      for (const [key, once] of Object.entries(totalOf([messages]))) {
        expect(twice[key]).toEqual({ ...once, heartbeats: 2 * once.heartbeats });
      }
    }),
  );
});

it('a player counts in each of its cohorts, and in no other', () => {
  const fields = { device_type: 'web', cdn: 'edge-a', app_version: '5.0', country: 'DE' } as const;
  const named = totalOf([messagesOf([{ ...fields, content_id: 'title-1', stream_type: 'live' }])]);
  expect(Object.keys(named).map((key) => JSON.parse(key) as Cohort)).toEqual(
    expect.arrayContaining([
      ...[{}, { deviceType: 'web' }, { cdn: 'edge-a' }, { appVersion: '5.0' }, { contentId: 'title-1' }],
      ...[{ country: 'DE' }, { streamType: 'live' }],
      ...[
        { deviceType: 'web', cdn: 'edge-a' },
        { deviceType: 'web', appVersion: '5.0' },
      ],
    ]),
  );
  expect(Object.keys(named)).toHaveLength(9);
});

it('more titles than a batch may name count as other', () => {
  const titles = Array.from({ length: 1_200 }, (_, n) => ({ content_id: `title-${n}` }));
  const named = totalOf([messagesOf(titles)]);
  const counted = Object.entries(named).filter(([key]) => key.startsWith('{"contentId"'));
  expect(counted).toHaveLength(1_001);
  expect(named['{"contentId":"other"}']?.heartbeats).toBe(200);
});
