import fc from 'fast-check';
import { DEVICE_TYPES, type DeviceType, PLAYBACK_STATES, type PlaybackState } from '../../domain/families/viewing';
import { aViewingEvent, NOW } from './events';

/** A state that lasted for a while in one session; one event closes it. */
export interface Interval {
  readonly sessionId: string;
  readonly contentId: string;
  readonly device: DeviceType;
  readonly state: PlaybackState;
  /** Epoch ms; the end is not included. */
  readonly start: number;
  readonly end: number;
}

/** An interval with the arrival of the first copy of its event, epoch ms. */
export interface Report extends Interval {
  readonly arrivedAt: number;
}

/** The streams at one instant. */
export interface Sweep {
  readonly streams: number;
  readonly rebuffering: number;
  readonly byDevice: Readonly<Record<string, number>>;
  readonly byTitle: Readonly<Record<string, number>>;
}

/**
 * Counts streams by the definition in docs/events.md only: the distinct sessions whose playing or rebuffering
 * interval covers the instant, start ≤ t < end, and whose event arrived before the instant closed.
 */
export const sweep = (reports: readonly Report[], instant: number, closeAfterMs: number): Sweep => {
  const covering = reports.filter(
    ({ start, end, state, arrivedAt }) =>
      start <= instant &&
      instant < end &&
      (state === 'playing' || state === 'rebuffering') &&
      arrivedAt < instant + closeAfterMs,
  );
  const sessions = new Map(covering.map((report) => [report.sessionId, report]));
  const watching = [...sessions.values()];
  return {
    streams: watching.length,
    rebuffering: watching.filter(({ state }) => state === 'rebuffering').length,
    byDevice: tally(watching.map(({ device }) => device)),
    byTitle: tally(watching.map(({ contentId }) => contentId)),
  };
};

const tally = (values: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
};

/** The event that closes an interval, as it is in the stream. */
export const eventOf = ({ sessionId, contentId, device, state, start, end }: Interval) =>
  aViewingEvent({
    session_id: sessionId,
    content_id: contentId,
    device_type: device,
    state,
    event_ts: end,
    interval_ms: end - start,
  });

/**
 * Lengths of intervals, ms: those of heartbeats, those that end exactly at an instant or 1 ms from it, and any others.
 */
const lengths = fc.oneof(
  fc.constantFrom(0, 1, 9_999, 10_000, 10_001, 20_000, 120_000),
  fc.integer({ min: 0, max: 120_000 }),
);

/** The intervals of some sessions; those of one session adjoin, as a player reports them. */
export const viewings = (): fc.Arbitrary<readonly Interval[]> =>
  fc
    .array(
      fc.record({
        contentId: fc.constantFrom('title-1', 'Tïtle-2', '作品-3'),
        device: fc.constantFrom(...DEVICE_TYPES),
        start: fc.oneof(fc.constantFrom(NOW, NOW - 1, NOW + 1), fc.integer({ min: NOW - 60_000, max: NOW + 60_000 })),
        states: fc.array(fc.tuple(fc.constantFrom(...PLAYBACK_STATES), lengths), { maxLength: 5 }),
      }),
      { maxLength: 12 },
    )
    .map((sessions) =>
      sessions.flatMap(({ contentId, device, start, states }, n) => {
        let end = start;
        return states.map(([state, length]) => {
          const interval = { sessionId: `session-${n}`, contentId, device, state, start: end, end: end + length };
          end += length;
          return interval;
        });
      }),
    );
