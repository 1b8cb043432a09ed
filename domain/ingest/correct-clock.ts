import type { Issue } from '../families/viewing';

/**
 * A request whose `sent_at` differs from its receipt by more than this comes from a skewed clock. It is the spacing of
 * the instants at which streams are counted, so an uncorrected clock moves a session by one instant at most, and a
 * request that was a few seconds on its way is not taken for one.
 */
const SKEW_TOLERANCE_MS = 10_000;

/** Events older than this are refused: the longest that a download is watched offline before it must phone home. */
const MAX_AGE_MS = 30 * 86_400_000;

/** What to add to the client's times to have them on the collector's clock, in ms; 0 within the tolerance. */
export const clockOffsetMs = (sentAt: number, receivedAt: number): number => {
  const offset = receivedAt - sentAt;
  return Math.abs(offset) > SKEW_TOLERANCE_MS ? offset : 0;
};

/** Whether a time, already on the collector's clock, can be that of an event received at `receivedAt`. */
export const timeIssue = (eventTs: number, receivedAt: number): Issue | undefined => {
  const ageMs = receivedAt - eventTs;
  if (ageMs < -SKEW_TOLERANCE_MS)
    return { field: 'event_ts', reason: `lies ${-ageMs} ms after the request was received` };
  if (ageMs > MAX_AGE_MS) return { field: 'event_ts', reason: `lies ${ageMs} ms back, more than 30 days` };
  return undefined;
};
