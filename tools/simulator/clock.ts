/** The collector corrects a client's clock that is ahead by more than this, and one that has measured it. */
const MAX_AHEAD_MS = 10_000;
/** It corrects a clock that is behind by more than this, because no request takes longer to arrive. */
const MAX_BEHIND_MS = 75_000;

/** The time at which a request was sent (player's clock) and received (collector's clock), epoch ms. */
export interface Acknowledgement {
  readonly sentAt: number;
  readonly receivedAt: number;
  /** What the player has measured, as the request says: how far the collector's clock is ahead, ms. */
  readonly clockOffsetMs?: number | undefined;
}

/** By how much the collector moves the events of a request, ms, and whether because the player has measured it. */
export interface ClockShift {
  readonly shiftMs: number;
  readonly isMeasured: boolean;
}

/** How the collector corrects the events of a request. It ignores a measurement that puts the sending after the receipt. */
export const clockShiftOf = ({ sentAt, receivedAt, clockOffsetMs }: Acknowledgement): ClockShift => {
  const behindMs = receivedAt - sentAt;
  if (clockOffsetMs !== undefined && clockOffsetMs <= behindMs + MAX_AHEAD_MS) {
    const isOff = Math.abs(clockOffsetMs) > MAX_AHEAD_MS;
    return { shiftMs: isOff ? clockOffsetMs : 0, isMeasured: isOff };
  }
  const isOff = behindMs < -MAX_AHEAD_MS || behindMs > MAX_BEHIND_MS;
  return { shiftMs: isOff ? behindMs : 0, isMeasured: false };
};

/**
 * How far the collector's clock is ahead of a player's, as the player measures it: the time of receipt minus the middle
 * between sending and the answer. The answer with the shortest round trip is the most exact (RFC 5905, section 8).
 */
export class MeasuredClock {
  private roundTripMs = Infinity;
  private measuredMs: number | undefined;

  /** Whole ms; undefined before the first answer. */
  get offsetMs(): number | undefined {
    return this.measuredMs;
  }

  /** Notes an answer that arrived at a time by the player's clock, epoch ms. */
  note({ sentAt, receivedAt }: Acknowledgement, answeredAt: number): void {
    const roundTripMs = answeredAt - sentAt;
    if (roundTripMs >= this.roundTripMs) return;
    this.roundTripMs = roundTripMs;
    this.measuredMs = Math.round(receivedAt - (sentAt + answeredAt) / 2);
  }
}
