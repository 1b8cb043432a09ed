import type { Fault } from 'embedded-cloud/views';

/** The counts at one instant, with the simulator's own count. */
export interface InstantView {
  /** Epoch ms. */
  readonly instant: number;
  readonly streams: number;
  /** The streams that were stalled at that instant. */
  readonly rebuffering: number;
  /** Whether every session that reports on time has been counted. */
  readonly complete: boolean;
  /** Whether late events no longer change the count. */
  readonly closed: boolean;
  /** From the instant until its count was complete, ms. */
  readonly completedAfterMs?: number;
  /** Streams by device type. */
  readonly byDevice: Readonly<Record<string, number>>;
  /** The simulator's own count; absent for instants before this run. */
  readonly truth?: number;
}

/** The most watched titles at one instant. */
export interface TitlesView {
  /** Epoch ms. */
  readonly instant: number;
  /** At most 20, the most watched first. */
  readonly titles: readonly { readonly contentId: string; readonly streams: number }[];
  /** All other titles. */
  readonly others: { readonly titles: number; readonly streams: number };
}

/** The collector's answers within one second. */
export interface IngestView {
  /** The second's start, epoch ms. */
  readonly at: number;
  readonly eventsPerSecond: number;
  readonly requestsPerSecond: number;
  readonly refusedPerSecond: number;
  readonly retriesPerSecond: number;
}

/** The simulated viewers' requests and the answers since the start. */
interface TotalsView {
  readonly requests: number;
  readonly accepted: number;
  readonly refused: number;
  readonly duplicatesSent: number;
  readonly errors: number;
}

/** The invocations of one function since the start. */
export interface FunctionView {
  readonly name: string;
  readonly invocations: number;
  readonly errors: number;
  readonly throttles: number;
  readonly averageMs: number;
}

/** The lag of the pipeline, and its functions. */
export interface PipelineView {
  /** The age of the newest complete instant, ms; absent before the first. */
  readonly freshnessMs?: number;
  readonly iteratorAgeMs: number;
  readonly shards: number;
  readonly overflowMessages: number;
  readonly deadLetters: number;
  readonly functions: readonly FunctionView[];
}

/** The data of the console's overview, as of `now`. */
export interface ConsoleSnapshot {
  /** Epoch ms. */
  readonly now: number;
  readonly stage: string;
  /** The address of the embedded cloud, for AWS_ENDPOINT_URL. */
  readonly endpoint: string;
  /** The address to which players post events. */
  readonly eventsUrl: string;
  readonly uptimeSeconds: number;
  /** The last 15 minutes, ascending, every 10 s. */
  readonly instants: readonly InstantView[];
  readonly titles?: TitlesView;
  /** The last 5 minutes, ascending, every second. */
  readonly ingest: readonly IngestView[];
  readonly totals: TotalsView;
  readonly pipeline: PipelineView;
  /** The faults in force, by service. */
  readonly faults: Readonly<Record<string, Fault>>;
  /** The number of declared resources of each type that do not run here. */
  readonly notRun: Readonly<Record<string, number>>;
}
