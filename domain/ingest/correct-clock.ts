import type { Issue } from '../families';

/**
 * If `sent_at` differs from the time of receipt by more than this, the sender's clock is skewed. The tolerance is the
 * interval between the instants at which streams are counted: an uncorrected clock moves a session by at most one instant, and
 * a request that took a few seconds to arrive does not count as a skewed clock.
 */
const SKEW_TOLERANCE_MS = 10_000;

/** Older events are refused. A downloaded title can be watched offline for at most this long before the app must connect. */
const MAX_AGE_MS = 30 * 86_400_000;

/** The offset that converts the client's times to the collector's clock, in ms; 0 within the tolerance. */
export const clockOffsetMs = (sentAt: number, receivedAt: number): number => {
  const offset = receivedAt - sentAt;
  return Math.abs(offset) > SKEW_TOLERANCE_MS ? offset : 0;
};

/** What is wrong with the time of an event that was received at `receivedAt`, both by the same clock; undefined if nothing. */
export const timeIssue = (eventTs: number, receivedAt: number): Issue | undefined => {
  const ageMs = receivedAt - eventTs;
  if (ageMs < -SKEW_TOLERANCE_MS)
    return { field: 'event_ts', reason: `is ${-ageMs} ms after the receipt of the request` };
  if (ageMs > MAX_AGE_MS)
    return { field: 'event_ts', reason: `is ${ageMs} ms before the receipt of the request, more than 30 days` };
  return undefined;
};
