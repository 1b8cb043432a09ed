import fc from 'fast-check';
import type { ViewingEvent } from '../../../domain/families/viewing';
import { decodeSession, encodeSession } from '../../../domain/features/feature-codec';
import { foldSession, type SessionRecord } from '../../../domain/features/session-record';
import { featuresOf } from '../../../domain/features/viewer-features';
import { divisions } from '../../support/delivery';
import { NOW } from '../../support/events';
import { eventsBySession } from '../../support/feature-store';
import { factsOf, histories } from '../../support/watching';

/** The playbacks of a viewer after each batch. */
type Playbacks = ReadonlyMap<string, SessionRecord>;

const addBatch = (known: Playbacks, events: readonly ViewingEvent[]): Playbacks => {
  const after = new Map(known);
  for (const { sessionId, events: own } of eventsBySession('v', events)) {
    const record = foldSession(known.get(sessionId), own, factsOf);
    if (record) after.set(sessionId, record);
  }
  return after;
};

const fold = (batches: readonly (readonly ViewingEvent[])[]): Playbacks =>
  batches.reduce<Playbacks>(addBatch, new Map());

/** A history as it may arrive: each event up to three times plus a copy that a delay has moved, in any batches. */
const delivered = histories().chain((history) =>
  fc
    .array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 100_000 })), {
      minLength: history.length,
      maxLength: history.length,
    })
    .chain((copies) => {
      const all = history.flatMap((event, index) => {
        const [times = 1, byMs = 0] = copies[index] ?? [];
        const later = {
          ...event,
          event_ts: event.event_ts + byMs,
          client_event_ts: event.event_ts,
          received_at: event.received_at + byMs,
        };
        return [...new Array<ViewingEvent>(times).fill(event), later];
      });
      return divisions(all, 6).map((batches) => ({ history, batches }));
    }),
);

it('any order, repetition and batching of one history gives the same playbacks and the same features', () => {
  fc.assert(
    fc.property(delivered, ({ history, batches }) => {
      const [expected, actual] = [fold([history]), fold(batches)];
      expect(actual).toEqual(expected);
      expect(featuresOf([{ recent: [...actual.values()] }], NOW)).toEqual(
        featuresOf([{ recent: [...expected.values()] }], NOW),
      );
    }),
    { numRuns: 400 },
  );
});

it('a redelivered history returns the same objects, so nothing is written', () => {
  fc.assert(
    fc.property(histories(), (history) => {
      const known = fold([history]);
      const again = addBatch(known, history);
      for (const [sessionId, record] of known) expect(again.get(sessionId)).toBe(record);
    }),
  );
});

it('an encoded playback decodes to the same record', () => {
  fc.assert(
    fc.property(histories(), (history) => {
      for (const record of fold([history]).values()) {
        expect(decodeSession(encodeSession(record))).toEqual(JSON.parse(JSON.stringify(record)));
      }
    }),
  );
});
