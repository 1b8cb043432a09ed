import fc from 'fast-check';
import { DEVICE_TYPES, PLAYBACK_STATES, type ViewingEvent } from '../../domain/families/viewing';
import { aViewingEvent, eventId, NOW } from './events';

/** Titles in tests; the catalog does not have title-9. */
export const FACTS = new Map([
  ['title-1', { genre: 'drama', durationMs: 3_600_000 }],
  ['title-2', { genre: 'comedy', durationMs: 1_500_000 }],
  ['title-3', { genre: 'drama', durationMs: 600_000 }],
]);

/** The facts of a title in the catalog of the tests. */
export const factsOf = (contentId: string) => FACTS.get(contentId);

/** One step of a playback: how long a state lasted, and the position of the player at its end. */
const steps = fc.record({
  state: fc.constantFrom(...PLAYBACK_STATES),
  intervalMs: fc.integer({ min: 0, max: 120_000 }),
  playheadMs: fc.option(fc.integer({ min: 0, max: 4_000_000 }), { nil: undefined }),
});

const playbacks = (startsWithin: { readonly min: number; readonly max: number }) =>
  fc.record({
    contentId: fc.constantFrom('title-1', 'title-2', 'title-3', 'title-9'),
    device: fc.constantFrom(...DEVICE_TYPES),
    isLive: fc.boolean(),
    startsAt: fc.integer(startsWithin),
    requestIsLost: fc.boolean(),
    ends: fc.boolean(),
    steps: fc.array(steps, { maxLength: 8 }),
  });

/** All events of one viewer: some playbacks, some of them at the same time. */
export const histories = (
  startsWithin = { min: NOW - 2 * 86_400_000, max: NOW },
): fc.Arbitrary<readonly ViewingEvent[]> =>
  fc.array(playbacks(startsWithin), { minLength: 1, maxLength: 6 }).map((played) =>
    played.flatMap(({ contentId, device, isLive, startsAt, requestIsLost, ends, steps }, number) => {
      const about = {
        session_id: `session-${number}`,
        content_id: contentId,
        device_type: device,
        stream_type: isLive ? ('live' as const) : ('vod' as const),
      };
      let at = startsAt;
      const events = steps.map(({ state, intervalMs, playheadMs }, step): Partial<ViewingEvent> => {
        at += intervalMs;
        const isLast = step === steps.length - 1;
        return {
          event: isLast && ends ? 'ended' : 'heartbeat',
          event_ts: at,
          sequence: step + 1,
          state,
          interval_ms: intervalMs,
          ...(playheadMs !== undefined && { playhead_ms: playheadMs }),
        };
      });
      const request = { event: 'play_request' as const, event_ts: startsAt, sequence: 0, interval_ms: 0 };
      return [...(requestIsLost && events.length > 0 ? [] : [request]), ...events].map((fields) =>
        aViewingEvent({
          ...about,
          state: 'starting',
          ...fields,
          event_id: eventId(number * 100 + (fields.sequence ?? 0)),
          received_at: (fields.event_ts ?? NOW) + 200,
        }),
      );
    }),
  );
