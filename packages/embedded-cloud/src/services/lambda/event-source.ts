import type { Faults } from '../../core/faults';
import type { RoleSession } from '../../core/iam';
import type { PayloadInvoker, QueueReader, StreamReader } from '../../core/ports';
import type { Backoff } from '../../core/backoff';
import type { FailureSinks } from './failure-destination';
import type { MappingSettings } from './mapping-settings';
import type { ServiceMetric } from '../../core/service';

/** A running event source mapping. */
export interface EventSource {
  readonly mapping: MappingSettings;
  /** The result of its last invocation, as GetEventSourceMapping returns it. */
  readonly lastResult: string;
  start(): void;
  stop(): Promise<void>;
  /** Returns the metrics that Lambda publishes about the mapping itself since the last call. */
  takeMetrics(): readonly ServiceMetric[];
}

/** The services that event sources read from and deliver to, and their settings. */
export interface SourceServices {
  readonly streams: StreamReader;
  readonly queues: QueueReader;
  readonly sinks: FailureSinks;
  readonly invoker: PayloadInvoker;
  /** The session of a function's role, with which its mappings read and write; undefined when no policy restricts it. */
  readonly sessionOf: (functionArn: string) => RoleSession | undefined;
  readonly faults: Faults;
  readonly stateDir: string;
  /** The minimum interval between reads of a stream; AWS reads once a second. */
  readonly pollMs: number;
  readonly backoff: Backoff;
  /** Adds a line to a function's log. */
  readonly log: (functionArn: string, line: string) => void;
  /** Records the age of the last record of a batch at its delivery, ms. */
  readonly noteAge: (functionArn: string, ageMs: number) => void;
}
