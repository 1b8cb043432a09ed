import type { PlayerEvent } from '../../domain/families/viewing';
import type { Title } from './catalog';
import type { Step } from './plan';
import type { Random } from './random';

/*
 * Players that contradict themselves, as real ones do: intervals that were longer than the time that has passed (a laptop
 * that slept), a last event without a position, heartbeats and a second quit after the end, and a second tab with the same
 * session and sequence numbers. Some do not begin a new session when the title or the viewer changes, as in a playlist, or
 * when the viewer withdraws the consent.
 */

/** What a hostile player needs to contradict itself. */
export interface Lies {
  /** Draws what it reports wrongly. */
  readonly random: Random;
  /** Whom and what its events may name instead, in the middle of the session. */
  readonly disguises: readonly Disguise[];
}

/** The fields of an event that name another title or viewer than the session's; none if it names the right ones. */
export type Disguise = Partial<Pick<PlayerEvent, 'content_id' | 'stream_type' | 'viewer_id' | 'consent'>>;

const CHANGED_SHARE = 0.1;
const OVERCLAIMED_SHARE = 0.2;
const OVERCLAIM_MS = [5_000, 40_000] as const;
/**
 * Live counts are closed after 90 s, and an event may wait for 40 s in a player that is offline. A longer claim would count
 * at closed instants in the truth alone, if no request cuts it because the title or the viewer has changed.
 */
const LONGEST_CLAIM_MS = 45_000;
const SECOND_TAB_SHARE = 0.3;
const SECOND_TAB_LATER_MS = 1_234;
const AFTER_END_MS = 10_000;
const AFTER_END_BEATS = 4;

/** Another title, another viewer, and a viewer who withdraws the consent. */
export const disguisesOf = ({ contentId, streamType }: Title, otherViewerId: string): readonly Disguise[] => [
  {},
  { content_id: contentId, stream_type: streamType },
  { viewer_id: otherViewerId },
  { consent: 'denied' },
];

/** Whom and what the next event names, after one that named these. */
export const changed = ({ random, disguises }: Lies, disguise: Disguise): Disguise =>
  random.chance(CHANGED_SHARE) ? random.pick(disguises) : disguise;

/** What a hostile player reports instead of a step. */
export const misreported = ({ random }: Lies, { offsetMs, fields }: Step): Step => {
  const { interval_ms: intervalMs, event } = fields;
  const overclaims = intervalMs !== undefined && random.chance(OVERCLAIMED_SHARE);
  return {
    offsetMs,
    fields: {
      ...fields,
      ...(overclaims && {
        interval_ms: Math.max(
          intervalMs,
          Math.min(LONGEST_CLAIM_MS, intervalMs + Math.round(random.uniform(...OVERCLAIM_MS))),
        ),
      }),
      ...(event === 'quit' && { playhead_ms: 0 }),
    },
  };
};

/** What a second tab reports beside a step: the same sequence number, a little later; undefined if it reports nothing. */
export const secondTab = ({ random }: Lies, { offsetMs, fields }: Step): Step | undefined =>
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
