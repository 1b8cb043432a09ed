import type { Fault } from 'embedded-cloud/views';

/** What was counted at one instant, beside what the simulator knows to be true. */
export interface InstantView {
  /** Epoch ms. */
  readonly instant: number;
  readonly streams: number;
  /** Of the streams: stalled at that instant. */
  readonly rebuffering: number;
  /** Every session that reports on time has been counted. */
  readonly complete: boolean;
  /** Late events change the count no more. */
  readonly closed: boolean;
  /** From the instant until its count was complete, ms. */
  readonly completedAfterMs?: number;
  /** Streams by device class. */
  readonly byDevice: Readonly<Record<string, number>>;
  /** Streams as the simulator knows them; absent where other players send too. */
  readonly truth?: number;
}

/** The most watched titles at one instant. */
export interface TitlesView {
  /** Epoch ms. */
  readonly instant: number;
  /** Up to 20, the most watched first. */
  readonly titles: readonly { readonly contentId: string; readonly streams: number }[];
  /** All that are not named. */
  readonly others: { readonly titles: number; readonly streams: number };
}

/** What the collector answered within one second. */
export interface IngestView {
  /** The second's start, epoch ms. */
  readonly at: number;
  readonly eventsPerSecond: number;
  readonly requestsPerSecond: number;
  readonly refusedPerSecond: number;
  readonly retriesPerSecond: number;
}

/** What the simulated viewers sent and were answered since the start. */
interface TotalsView {
  readonly requests: number;
  readonly accepted: number;
  readonly refused: number;
  readonly duplicatesSent: number;
  readonly errors: number;
}

/** One function since the start. */
export interface FunctionView {
  readonly name: string;
  readonly invocations: number;
  readonly errors: number;
  readonly throttles: number;
  readonly averageMs: number;
}

/** How the pipeline keeps up. */
export interface PipelineView {
  /** Age of the newest complete instant, ms; absent before the first. */
  readonly freshnessMs?: number;
  readonly iteratorAgeMs: number;
  readonly shards: number;
  readonly overflowMessages: number;
  readonly deadLetters: number;
  readonly functions: readonly FunctionView[];
}

/** Everything that the console shows, as of `now`. */
export interface ConsoleSnapshot {
  /** Epoch ms. */
  readonly now: number;
  readonly stage: string;
  /** The embedded cloud's address, for AWS_ENDPOINT_URL. */
  readonly endpoint: string;
  /** Where players post their events. */
  readonly eventsUrl: string;
  readonly uptimeSeconds: number;
  /** The last 15 minutes, ascending, every 10 s. */
  readonly instants: readonly InstantView[];
  readonly titles?: TitlesView;
  /** The last 5 minutes, ascending, every second. */
  readonly ingest: readonly IngestView[];
  readonly totals: TotalsView;
  readonly pipeline: PipelineView;
  /** By service. */
  readonly faults: Readonly<Record<string, Fault>>;
  /** How many resources of each type are declared and not run here. */
  readonly notRun: Readonly<Record<string, number>>;
}
