import type { ClockCorrection, Issue } from '../families';

/**
 * Clocks that are at most this far off are not corrected. It is the interval between the instants at which streams are
 * counted: an uncorrected clock moves a session by at most one instant.
 */
const SKEW_TOLERANCE_MS = 10_000;

/**
 * A request may be on its way for this long: clients and gateways give up earlier, and live counts accept later events.
 * A request that seems older comes from a clock that is behind.
 */
const MAX_TRANSIT_MS = 75_000;

/** Older events are refused. A downloaded title can be watched offline for at most this long before the app must connect. */
const MAX_AGE_MS = 30 * 86_400_000;

/** What a request says about its sender's clock. */
interface SenderClock {
  /** When the request was sent, by the sender's clock, epoch ms. */
  readonly sentAt: number;
  /** The sender's own measurement of how far the collector's clock is ahead of its own, ms. */
  readonly measuredOffsetMs?: number | undefined;
}

/**
 * How to convert the sender's times to the collector's clock; an offset of 0 if the clock is right as far as it can be
 * known. Transit is not skew: a request that arrives late by up to {@link MAX_TRANSIT_MS} proves nothing, so its events
 * stay where they are. What was sent after it was received proves a clock that is ahead. The sender's own measurement
 * decides, unless it puts the sending after the receipt.
 */
export const correctionOf = ({ sentAt, measuredOffsetMs }: SenderClock, receivedAt: number): ClockCorrection => {
  const delayMs = receivedAt - sentAt;
  if (measuredOffsetMs !== undefined && measuredOffsetMs <= delayMs + SKEW_TOLERANCE_MS) {
    return { offsetMs: Math.abs(measuredOffsetMs) > SKEW_TOLERANCE_MS ? measuredOffsetMs : 0, isMeasured: true };
  }
  const isSkewed = delayMs < -SKEW_TOLERANCE_MS || delayMs > MAX_TRANSIT_MS;
  return { offsetMs: isSkewed ? delayMs : 0, isMeasured: false };
};

/** Whether a time is in seconds since 1970: in ms it would be in January 1970, in seconds it is near the receipt. */
const isInSeconds = (time: number, receivedAt: number): boolean => Math.abs(receivedAt - time * 1_000) < MAX_AGE_MS;

const IN_SECONDS = 'is in seconds; send epoch ms';

/** What is wrong with the time of sending of a request; undefined if nothing. A clock may be far off, but not its unit. */
export const sentAtIssue = (sentAt: number, receivedAt: number): Issue | undefined =>
  isInSeconds(sentAt, receivedAt) ? { field: 'sent_at', reason: IN_SECONDS } : undefined;

/** What is wrong with the time of an event that was received at `receivedAt`, both by the same clock; undefined if nothing. */
export const timeIssue = (eventTs: number, receivedAt: number): Issue | undefined => {
  const ageMs = receivedAt - eventTs;
  if (ageMs < -SKEW_TOLERANCE_MS)
    return { field: 'event_ts', reason: `is ${-ageMs} ms after the receipt of the request` };
  if (isInSeconds(eventTs, receivedAt)) return { field: 'event_ts', reason: IN_SECONDS };
  if (ageMs > MAX_AGE_MS)
    return { field: 'event_ts', reason: `is ${ageMs} ms before the receipt of the request, more than 30 days` };
  return undefined;
};
