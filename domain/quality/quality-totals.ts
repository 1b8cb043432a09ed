import type { QualityEvent } from './quality-report';

/** What a cohort's events add up to. Sums only: a ratio is made of sums, never of ratios. */
export interface QualityTotals {
  /** Sessions that asked to play. Source: CTA-2066, Conviva. */
  attempts: number;
  /** Sessions with a first frame. Source: Conviva. */
  plays: number;
  /** Sessions left before a first frame and without a fatal error. Source: Mux, Conviva. */
  exitsBeforeStart: number;
  /** Sessions with a fatal error before the first frame that is a fault of playback. Source: Mux, Conviva. */
  startFailures: number;
  /** Sessions stopped before the first frame by what is no fault of playback: entitlement, geography. */
  businessStops: number;
  /** Sessions with a fatal error that is a fault of playback, start failures included. Source: CTA-2066, Mux. */
  playbackFailures: number;
  playingMs: number;
  rebufferingMs: number;
  heartbeats: number;
  /** How often each time from play_request to the first frame was seen, by ms. */
  readonly startupMs: Map<number, number>;
}

/** Of nothing. */
export const noTotals = (): QualityTotals => ({
  attempts: 0,
  plays: 0,
  exitsBeforeStart: 0,
  startFailures: 0,
  businessStops: 0,
  playbackFailures: 0,
  playingMs: 0,
  rebufferingMs: 0,
  heartbeats: 0,
  startupMs: new Map(),
});

/** Finer than anybody feels, and coarse enough that a batch holds few different values. */
const STARTUP_STEP_MS = 10;

/**
 * Adds one event, which is classified from itself alone: `state` says what it interrupted. So no order, no session and no
 * window matters, and a lost or repeated event moves the sums by its own weight. A fatal error ends a session: what comes
 * after it in `starting` would be counted as an exit.
 */
export const addEvent = (totals: QualityTotals, event: QualityEvent): void => {
  const { event: name, state, interval_ms = 0 } = event;
  if (state === 'playing') totals.playingMs += interval_ms;
  else if (state === 'rebuffering') totals.rebufferingMs += interval_ms;
  switch (name) {
    case 'heartbeat':
      totals.heartbeats++;
      break;
    case 'play_request':
      totals.attempts++;
      break;
    case 'playing':
      if (state === 'starting') addPlay(totals, event.startup_ms ?? interval_ms);
      break;
    case 'error':
      if (event.error_fatal === true) addFatalError(totals, event);
      break;
    case 'quit':
    case 'ended':
      if (state === 'starting') totals.exitsBeforeStart++;
      break;
    default: // closes an interval, and that is all
  }
};

const addPlay = (totals: QualityTotals, startupMs: number): void => {
  totals.plays++;
  const rounded = Math.round(startupMs / STARTUP_STEP_MS) * STARTUP_STEP_MS;
  totals.startupMs.set(rounded, (totals.startupMs.get(rounded) ?? 0) + 1);
};

const addFatalError = (totals: QualityTotals, { state, error_business }: QualityEvent): void => {
  if (error_business === true) {
    if (state === 'starting') totals.businessStops++;
    return;
  }
  totals.playbackFailures++;
  if (state === 'starting') totals.startFailures++;
};

const SUMS = [
  ...(['attempts', 'plays', 'exitsBeforeStart', 'startFailures', 'businessStops', 'playbackFailures'] as const),
  ...(['playingMs', 'rebufferingMs', 'heartbeats'] as const),
];

/** Adds what others add up to. */
export const addTotals = (totals: QualityTotals, others: QualityTotals): void => {
  for (const sum of SUMS) totals[sum] += others[sum];
  for (const [ms, count] of others.startupMs) totals.startupMs.set(ms, (totals.startupMs.get(ms) ?? 0) + count);
};
