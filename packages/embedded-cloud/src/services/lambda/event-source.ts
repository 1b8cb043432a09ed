import type { Faults } from '../../core/faults';
import type { PayloadInvoker, QueueReader, StreamReader } from '../../core/ports';
import type { Backoff } from '../../core/backoff';
import type { FailureSinks } from './failure-destination';
import type { MappingSettings } from './mapping-settings';
import type { ServiceMetric } from '../../core/service';

/** An event source mapping at work. */
export interface EventSource {
  readonly mapping: MappingSettings;
  /** What its last invocation came to, in the words of GetEventSourceMapping. */
  readonly lastResult: string;
  start(): void;
  stop(): Promise<void>;
  /** What Lambda publishes about the mapping itself since it was last asked. */
  takeMetrics(): readonly ServiceMetric[];
}

/** What event sources read from and deliver to. */
export interface SourceServices {
  readonly streams: StreamReader;
  readonly queues: QueueReader;
  readonly sinks: FailureSinks;
  readonly invoker: PayloadInvoker;
  readonly faults: Faults;
  readonly stateDir: string;
  /** How often at most a stream that keeps changing is read; AWS reads once a second. */
  readonly pollMs: number;
  readonly backoff: Backoff;
  /** Adds a line to a function's log. */
  readonly log: (functionArn: string, line: string) => void;
  /** Takes in how old the last record of a batch was when the function got it. */
  readonly noteAge: (functionArn: string, ageMs: number) => void;
}
