/** The times of an event that tell how far its sender's clock was off. All in epoch ms or ms. */
export interface ClockReading {
  /** The time that the edge gave the event. */
  readonly event_ts: number;
  /** The sender's own time, if the edge corrected it. */
  readonly client_event_ts?: number;
  /** The sender's own measurement of its offset, if the edge used one. */
  readonly clock_offset_ms?: number;
}

/** What a playback's requests say about its sender's clock. The same requests give the same clock, in any order. */
export interface SessionClock {
  /** The smallest offset that the sender measured, ms. */
  readonly measuredMs?: number;
  /** The smallest offset that the edge inferred from the time of sending, ms. */
  readonly inferredMs: number;
}

/** When an event happened by the sender's own clock, epoch ms. */
export const clientTimeOf = ({ event_ts, client_event_ts = event_ts }: ClockReading): number => client_event_ts;

/** What one event says about its sender's clock. */
export const clockOf = (event: ClockReading): SessionClock => ({
  inferredMs: event.event_ts - clientTimeOf(event),
  ...(event.clock_offset_ms !== undefined && { measuredMs: event.clock_offset_ms }),
});

/** Combines what the events of one playback say about their sender's clock. */
export const mergeClocks = (one: SessionClock, other: SessionClock): SessionClock => {
  const measured = [one.measuredMs ?? [], other.measuredMs ?? []].flat();
  return {
    inferredMs: Math.min(one.inferredMs, other.inferredMs),
    ...(measured.length > 0 && { measuredMs: Math.min(...measured) }),
  };
};

/**
 * The offset that converts the sender's times to the collector's clock, for every event of the playback, ms. A request
 * is never received before it was sent, so each inferred offset is too large by its transit, and the smallest is the
 * best. What the sender measured has no transit in it, so it decides.
 */
export const offsetOf = ({ measuredMs, inferredMs }: SessionClock): number => measuredMs ?? inferredMs;
