import type { PlaybackState } from '../families/viewing';

/**
 * The order in which states win: if two events claim one time with different states, the earlier in this list counts.
 * What was played was seen, so playing comes first; a pause adds nothing to the watched time, so it comes last.
 */
export const STATE_ORDER = [
  'playing',
  'starting',
  'rebuffering',
  'seeking',
  'paused',
] as const satisfies readonly PlaybackState[];

/**
 * The longest time that a state counts without another state in between, ms; the others have no bound.
 * - starting: after five minutes nobody waits. Mux stops counting a viewer who has waited for five consecutive minutes
 *   (Mux Data, monitoring metrics, current concurrent viewers).
 * - seeking: a player gives up on the media at the new position after 30 s (Shaka Player, the default `timeout` of its
 *   retry parameters). A player that reports longer seeks has lost its state.
 */
export const MAX_STATE_MS: Readonly<Partial<Record<PlaybackState, number>>> = { starting: 300_000, seeking: 30_000 };
