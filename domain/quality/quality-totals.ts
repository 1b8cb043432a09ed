import type { QualityEvent } from './quality-report';

/** The totals of a cohort's events. They are sums only: ratios are computed from sums, never from ratios. */
export interface QualityTotals {
  /** Sessions that asked to play. Source: CTA-2066, Conviva. */
  attempts: number;
  /** Sessions with a first frame. Source: Conviva. */
  plays: number;
  /** Sessions left before a first frame and without a fatal error. Source: Mux, Conviva. */
  exitsBeforeStart: number;
  /** Sessions with a fatal error before the first frame that is a fault of playback. Source: Mux, Conviva. */
  startFailures: number;
  /** Sessions stopped before the first frame by a business rule, such as entitlement or geography. */
  businessStops: number;
  /** Sessions with a fatal error that is a fault of playback, start failures included. Source: CTA-2066, Mux. */
  playbackFailures: number;
  playingMs: number;
  rebufferingMs: number;
  heartbeats: number;
  /** How often each time from play_request to the first frame occurred, by ms. */
  readonly startupMs: Map<number, number>;
}

/** The totals of no events. */
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

/** Finer than a viewer can notice, and coarse enough that a batch has few distinct values. */
const STARTUP_STEP_MS = 10;

/**
 * Adds one event. Each event is classified on its own: `state` says what it interrupted. So the result depends on no order,
 * session or window, and a lost or repeated event changes the sums only by its own contribution. A fatal error ends a
 * session: a later quit in the state `starting` would count as an exit.
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
    default: // the event only closes an interval
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

/** The sums of {@link QualityTotals}. */
export const SUMS = [
  ...(['attempts', 'plays', 'exitsBeforeStart', 'startFailures', 'businessStops', 'playbackFailures'] as const),
  ...(['playingMs', 'rebufferingMs', 'heartbeats'] as const),
] as const;

/** Adds other totals to these. */
export const addTotals = (totals: QualityTotals, others: QualityTotals): void => {
  for (const sum of SUMS) totals[sum] += others[sum];
  for (const [ms, count] of others.startupMs) totals.startupMs.set(ms, (totals.startupMs.get(ms) ?? 0) + count);
};
