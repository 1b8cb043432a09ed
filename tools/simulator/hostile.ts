import type { PlayerEvent } from '../../domain/families/viewing';
import type { Step } from './plan';
import type { Random } from './random';

/*
 * Players that contradict themselves, as real ones do: intervals that were longer than the time that has passed (a laptop
 * that slept), a last event without a position, heartbeats and a second quit after the end, and a second tab with the same
 * session and sequence numbers.
 */

const OVERCLAIMED_SHARE = 0.2;
const OVERCLAIM_MS = [5_000, 90_000] as const;
const MAX_INTERVAL_MS = 120_000;
const SECOND_TAB_SHARE = 0.3;
const SECOND_TAB_LATER_MS = 1_234;
const AFTER_END_MS = 10_000;
const AFTER_END_BEATS = 4;

/** What a hostile player reports instead of a step. */
export const misreported = (random: Random, { offsetMs, fields }: Step): Step => {
  const { interval_ms: intervalMs, event } = fields;
  const overclaims = intervalMs !== undefined && random.chance(OVERCLAIMED_SHARE);
  return {
    offsetMs,
    fields: {
      ...fields,
      ...(overclaims && {
        interval_ms: Math.min(MAX_INTERVAL_MS, intervalMs + Math.round(random.uniform(...OVERCLAIM_MS))),
      }),
      ...(event === 'quit' && { playhead_ms: 0 }),
    },
  };
};

/** What a second tab reports beside a step: the same sequence number, a little later; undefined if it reports nothing. */
export const secondTab = (random: Random, { offsetMs, fields }: Step): Step | undefined =>
  fields.event === 'heartbeat' && random.chance(SECOND_TAB_SHARE)
    ? { offsetMs: offsetMs + SECOND_TAB_LATER_MS, fields }
    : undefined;

/** What a hostile player reports after the end: it goes on playing, and quits again. */
export const afterEnd = ({ offsetMs, fields }: Step): readonly Step[] =>
  Array.from({ length: AFTER_END_BEATS }, (_, beat) => {
    const event: PlayerEvent['event'] = beat === AFTER_END_BEATS - 1 ? 'quit' : 'heartbeat';
    return {
      offsetMs: offsetMs + AFTER_END_MS * (beat + 1),
      fields: { event, sequence: fields.sequence + beat + 1, interval_ms: AFTER_END_MS, state: 'playing' },
    };
  });
