import fc from 'fast-check';
import type { InstantPresence } from '../../../../domain/live/instant-presence';
import type { StreamRecord } from '../../../../lambdas/live/count-viewers/count-viewers';
import { divisions, itemsOf, requestRecords } from '../../../support/delivery';
import { NOW } from '../../../support/events';
import { eventOf, type Interval, type Report, type Sweep, sweep, viewings } from '../../../support/viewings';
import { presenceAt } from '../../../support/presence';

const SETTINGS = { buckets: 8, salts: 3, closeAfterMs: 180_000 };

/** The arrival of a record, epoch ms; often exactly when an instant closes. */
const arrivals = fc
  .tuple(fc.integer({ min: -2, max: 50 }), fc.constantFrom(-1, 0, 1, 4_321))
  .map(([tens, by]) => NOW + tens * 10_000 + by);

interface Delivered {
  readonly reports: readonly Report[];
  readonly batches: readonly (readonly StreamRecord[])[];
}

/**
 * The same intervals in any delivery: each event up to three times, in any requests, whose records arrive at any time and
 * are read in any batches and order, all of them up to twice with other batch bounds.
 */
const delivered: fc.Arbitrary<Delivered> = fc
  .tuple(viewings(), fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 60, maxLength: 60 }))
  .chain(([intervals, copies]) => {
    const all = intervals.flatMap((interval, n) => new Array<Interval>(copies[n] ?? 1).fill(interval));
    return fc.tuple(divisions(all, 12), fc.array(arrivals, { minLength: 12, maxLength: 12 }));
  })
  .chain(([requests, at]) => {
    const arrived = requests.map((intervals, n) => ({ intervals, arrivedAt: at[n] ?? NOW }));
    const records = arrived.flatMap(({ intervals, arrivedAt }) =>
      requestRecords(intervals.map(eventOf), arrivedAt, SETTINGS.buckets),
    );
    const numbered = records.map((record, n) => ({ ...record, sequenceNumber: String(n) }));
    const reports = arrived.flatMap(({ intervals, arrivedAt }) =>
      intervals.map((interval) => ({ ...interval, arrivedAt })),
    );
    const readings = fc.array(divisions(numbered, 6), { minLength: 1, maxLength: 2 });
    return readings.map((rounds) => ({ reports, batches: rounds.flat() }));
  });

/** The presence in the table after these batches, merged per instant. */
const counted = (batches: Delivered['batches']): Map<number, Sweep> => {
  const table = new Map(
    batches
      .flatMap((batch) => itemsOf(batch, SETTINGS))
      .map((item) => [`${String(item['partition']?.S)} ${String(item['batch']?.S)}`, item]),
  );
  const instants = new Map<number, InstantPresence>();
  for (const { partition, payload } of table.values()) {
    const instant = Number(partition?.S?.split('#')[0]);
    const presence = instants.get(instant) ?? presenceAt();
    presence.add(Buffer.from(payload?.B ?? []));
    instants.set(instant, presence);
  }
  return new Map([...instants].map(([instant, presence]) => [instant, sweepOf(presence)]));
};

const sweepOf = ({ all, byDevice, byTitle }: InstantPresence): Sweep => ({
  ...all,
  byDevice: Object.fromEntries(
    Object.entries(byDevice).flatMap(([device, { streams }]) => (streams > 0 ? [[device, streams]] : [])),
  ),
  byTitle: Object.fromEntries(byTitle),
});

const NO_VIEWERS: Sweep = { streams: 0, rebuffering: 0, byDevice: {}, byTitle: {} };

it('presence equals a sweep over the intervals, under any duplication, order, batching and split', () => {
  fc.assert(
    fc.property(delivered, ({ reports, batches }) => {
      const counts = counted(batches);
      for (let instant = NOW - 120_000; instant <= NOW + 700_000; instant += 10_000) {
        const expected = sweep(reports, instant, SETTINGS.closeAfterMs);
        expect([instant - NOW, counts.get(instant) ?? NO_VIEWERS]).toEqual([instant - NOW, expected]);
      }
    }),
    { numRuns: 300 },
  );
});
