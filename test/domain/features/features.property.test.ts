import fc from 'fast-check';
import type { ViewingEvent } from '../../../domain/events/viewing-event';
import { decodeRecent, encodeRecent } from '../../../domain/features/feature-codec';
import { foldRecent, type RecentSessions } from '../../../domain/features/recent-sessions';
import { featuresOf } from '../../../domain/features/viewer-features';
import { dealt } from '../../support/delivery';
import { NOW } from '../../support/events';
import { factsOf, histories } from '../../support/watching';

const fold = (batches: readonly (readonly ViewingEvent[])[]): RecentSessions =>
  batches.reduce<RecentSessions>((recent, batch) => foldRecent(recent, batch, factsOf), []);

/** The same history as it may come: each event up to three times, a copy with a clock that was corrected apart, in any batches. */
const delivered = histories().chain((history) =>
  fc
    .array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: -3_000, max: 3_000 })), {
      minLength: history.length,
      maxLength: history.length,
    })
    .chain((copies) => {
      const all = history.flatMap((event, index) => {
        const [times = 1, byMs = 0] = copies[index] ?? [];
        const later = { ...event, event_ts: event.event_ts + byMs, received_at: event.received_at + 1_000 };
        return [...new Array<ViewingEvent>(times).fill(event), later];
      });
      return dealt(all, 6).map((batches) => ({ history, batches }));
    }),
);

test('any order, repetition and batching of one history gives the same playbacks, and so the same features', () => {
  fc.assert(
    fc.property(delivered, ({ history, batches }) => {
      const [expected, actual] = [fold([history]), fold(batches)];
      expect(actual).toEqual(expected);
      expect(featuresOf([{ recent: actual }], NOW)).toEqual(featuresOf([{ recent: expected }], NOW));
    }),
    { numRuns: 400 },
  );
});

test('what is delivered again changes nothing: the very same state comes back, so that nothing is written', () => {
  fc.assert(
    fc.property(histories(), (history) => {
      const recent = fold([history]);
      expect(foldRecent(recent, history, factsOf)).toBe(recent);
    }),
  );
});

test('what is written is read back as it was', () => {
  fc.assert(
    fc.property(histories(), (history) => {
      const recent = fold([history]);
      expect(decodeRecent(encodeRecent(recent))).toEqual(JSON.parse(JSON.stringify(recent)));
    }),
  );
});
