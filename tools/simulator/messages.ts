import type { DeliveryRates } from './rates';
import type { Counts } from './tally';
import type { Trouble } from './trouble';
import type { InstantTruth } from './truth';
import type { LoggedSession } from './watch-log';

/** What the worker is started with: plain data, complete. */
export interface WorkerOptions {
  readonly endpoint: string;
  readonly viewers: number;
  readonly seed: string;
  readonly run: string;
  readonly traceFile: string | undefined;
  readonly heartbeatSeconds: number;
  readonly rates: DeliveryRates;
  readonly keepEventIds: boolean;
  readonly catalogSize: number;
  readonly truthSeconds: number;
  readonly stopSeconds: number;
}

/** What the viewers did so far. */
export interface ViewerStats extends Readonly<Counts> {
  readonly atMs: number;
  /** How many are watching now. */
  readonly watching: number;
  readonly requests: number;
  /** Of request bodies, as sent. */
  readonly bytes: number;
  /** The latest reasons why requests, and events that were not junk, were refused. */
  readonly complaints: readonly string[];
  /** Players that were cut off while they waited for an answer; 0 before the stop. */
  readonly unanswered: number;
}

/** What the main thread asks of the worker; each is answered under its id. */
export type Ask = { readonly id: number } & (
  | { readonly kind: 'stats' }
  | { readonly kind: 'truth'; readonly instantsMs: readonly number[] | undefined }
  | { readonly kind: 'acceptedIds' }
  | { readonly kind: 'watched' }
  | { readonly kind: 'setTarget'; readonly viewers: number }
  | { readonly kind: 'setTrouble'; readonly trouble: Trouble | undefined }
  | { readonly kind: 'stop' }
);

/** What the worker answers, by what was asked. */
export interface Replies {
  readonly stats: ViewerStats;
  readonly truth: readonly InstantTruth[];
  readonly acceptedIds: Uint8Array;
  readonly watched: readonly LoggedSession[];
  readonly setTarget: undefined;
  readonly setTrouble: undefined;
  readonly stop: ViewerStats;
}

/** What the worker says: an answer, or, without being asked, how far it is. */
export type Said =
  | { readonly kind: 'reply'; readonly id: number; readonly value: Replies[keyof Replies] }
  | { readonly kind: 'progress'; readonly stats: ViewerStats };
