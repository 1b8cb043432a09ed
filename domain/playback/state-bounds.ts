import type { PlaybackState } from '../families/viewing';

/** What a time of a playback was spent on: a state of the player, or an ad break, whatever the player did in it. */
export type Spent = PlaybackState | 'ad';

/** The part of an event that says what its interval was spent on. */
export interface SpendingEvent {
  readonly state?: PlaybackState;
  readonly ad_break_id?: string;
}

/** What the interval of an event was spent on; undefined if the event closes none. */
export const spentOn = ({ state, ad_break_id }: SpendingEvent): Spent | undefined =>
  state !== undefined && ad_break_id !== undefined ? 'ad' : state;

/**
 * The order in which states win: if two events claim one time with different states, the earlier in this list counts.
 * What was played was seen, so playing comes first; a pause adds nothing to the watched time, so it comes last.
 */
export const SPENT_ORDER = [
  'playing',
  'ad',
  'starting',
  'rebuffering',
  'seeking',
  'paused',
] as const satisfies readonly Spent[];

/**
 * The longest time that a state counts without another state in between, ms; the others have no bound.
 * - starting: after five minutes nobody waits. Mux stops counting a viewer who has waited for five consecutive minutes
 *   (Mux Data, monitoring metrics, current concurrent viewers).
 * - seeking: a player gives up on the media at the new position after 30 s (Shaka Player, the default `timeout` of its
 *   retry parameters). A player that reports longer seeks has lost its state.
 */
export const MAX_SPENT_MS: Readonly<Partial<Record<Spent, number>>> = { starting: 300_000, seeking: 30_000 };
