import type { DeliveryRates } from './rates';
import type { Counts } from './tally';
import type { Trouble } from './trouble';
import type { InstantTruth } from './truth';
import type { LoggedSession } from './watch-log';

/** The complete settings of the worker, as plain data. */
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

/** What the viewers have done so far. */
export interface ViewerStats extends Readonly<Counts> {
  readonly atMs: number;
  /** The current number of viewers. */
  readonly watching: number;
  readonly requests: number;
  /** The size of all request bodies as sent. */
  readonly bytes: number;
  /** The latest reasons for which requests, and events that were not junk, were refused. */
  readonly refusalReasons: readonly string[];
  /** Players that were stopped while they waited for an answer; 0 before the stop. */
  readonly unanswered: number;
}

/** A request of the main thread; the worker's reply has the same id. */
export type WorkerRequest = { readonly id: number } & (
  | { readonly kind: 'stats' }
  | { readonly kind: 'truth'; readonly instantsMs: readonly number[] | undefined }
  | { readonly kind: 'acceptedIds' }
  | { readonly kind: 'watched' }
  | { readonly kind: 'setTarget'; readonly viewers: number }
  | { readonly kind: 'setTrouble'; readonly trouble: Trouble | undefined }
  | { readonly kind: 'stop' }
);

/** The worker's replies, by the kind of request. */
export interface WorkerReplies {
  readonly stats: ViewerStats;
  readonly truth: readonly InstantTruth[];
  readonly acceptedIds: Uint8Array;
  readonly watched: readonly LoggedSession[];
  readonly setTarget: undefined;
  readonly setTrouble: undefined;
  readonly stop: ViewerStats;
}

/** A message of the worker: a reply, or its regular progress. */
export type WorkerMessage =
  | { readonly kind: 'reply'; readonly id: number; readonly value: WorkerReplies[keyof WorkerReplies] }
  | { readonly kind: 'progress'; readonly stats: ViewerStats };
