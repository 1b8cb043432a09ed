import type { Backoff } from '../../core/backoff';
import type { Faults } from '../../core/faults';
import type { AccessControl } from '../../core/iam';
import type { LogWriter, QueueReader, StreamReader } from '../../core/ports';
import type { Surroundings } from '../../core/service';
import type { FailureSinks } from './failure-destination';

/** The dependencies and settings of Lambda. */
export interface LambdaProps {
  readonly surroundings: Surroundings;
  readonly faults: Faults;
  readonly access: AccessControl;
  /** The folder that contains the `asset.<hash>` folders: the cloud assembly. */
  readonly assetRoot: string;
  readonly streams: StreamReader;
  readonly queues: QueueReader;
  readonly sinks: FailureSinks;
  readonly logs: LogWriter;
  /** The maximum number of workers per function. @default 4 */
  readonly maxConcurrency?: number;
  /** The maximum number of batches of a queue in flight. @default 2 */
  readonly queueConcurrency?: number;
  /** The minimum interval between reads of a stream. @default 200 */
  readonly pollMs?: number;
  /** The wait between retries of event sources and asynchronous invocations. @default from 250 ms to 5 s */
  readonly backoff?: Backoff;
  /** How long a stop waits at most for event sources to process the remaining records of the streams. @default 0 */
  readonly drainMs?: number;
}
