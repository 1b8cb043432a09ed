import type { Share } from './fair-shares';
import { isEnd, isFirstFrame, type QualityEvent } from './quality-report';

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
 * Adds what an event may count. Each event is classified on its own: its state says what it interrupted. So a lost event
 * changes the sums only by its own contribution. A heartbeat counts in any case: it says that players reach the edge.
 */
export const addEvent = (totals: QualityTotals, event: QualityEvent, { ms, asStep }: Share): void => {
  const [name, state] = event;
  if (state === 'playing') totals.playingMs += ms;
  else if (state === 'rebuffering') totals.rebufferingMs += ms;
  if (name === 'heartbeat') totals.heartbeats++;
  else if (name === 'play_request') totals.attempts += asStep ? 1 : 0;
  else if (asStep && isFirstFrame(event)) addPlay(totals, event);
  else if (asStep && isEnd(event)) addEnd(totals, event);
};

const addPlay = (totals: QualityTotals, [, , , , , , startupMs]: QualityEvent): void => {
  totals.plays++;
  const rounded = Math.round((startupMs ?? 0) / STARTUP_STEP_MS) * STARTUP_STEP_MS;
  totals.startupMs.set(rounded, (totals.startupMs.get(rounded) ?? 0) + 1);
};

const addEnd = (totals: QualityTotals, [, state, , , , , , fatalError]: QualityEvent): void => {
  const isStarting = state === 'starting';
  if (fatalError === 'fault') {
    totals.playbackFailures++;
    if (isStarting) totals.startFailures++;
  } else if (isStarting) {
    if (fatalError === 'business') totals.businessStops++;
    else totals.exitsBeforeStart++;
  }
};
