import type { Issue } from '../issue';
import type { PlayerEvent } from './viewing-event';
import { MAX_INTERVAL_MS } from './viewing-fields';

/** Players round each interval and measure the totals on their own, so the two may differ a little. */
const TOLERANCE_MS = 1_000;

/** The fields that measure a time since the start of the session. */
const TOTALS = ['startup_ms', 'stall_ms'] as const;

/**
 * What an event claims beyond its session's age; undefined if nothing. A session is at most as old as the intervals of its
 * events, and `sequence` says how many there were: `play_request` closes none. A player that gives seconds as
 * microseconds, or a total of another session, is refused here; smaller contradictions need the session's other events.
 */
export const implausibleTotal = (event: PlayerEvent): Issue | undefined => {
  for (const field of TOTALS) {
    const total = event[field];
    if (total === undefined || total <= TOLERANCE_MS) continue; // most events: nothing to compute
    const ageMs = longestAgeMs(event);
    if (total > ageMs + TOLERANCE_MS) {
      const reason = `is ${total}, but at event ${event.sequence} the session is at most ${ageMs} ms old; send ms since play_request`;
      return { field, reason };
    }
  }
  return undefined;
};

/** The longest time between a session's first event and this one, in ms. */
const longestAgeMs = ({ sequence, interval_ms = 0 }: PlayerEvent): number =>
  interval_ms + Math.max(0, sequence - 1) * MAX_INTERVAL_MS;
