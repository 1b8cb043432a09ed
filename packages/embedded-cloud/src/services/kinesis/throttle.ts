import { ServiceError } from '../../core/service';
import type { Stream } from './stream';

/** The code of the error for a call or a record that exceeds the throughput of a shard. */
export const THROTTLED = 'ProvisionedThroughputExceededException';

export const rateExceeded = ({ declaration }: Stream): string =>
  `Rate exceeded for a shard in stream ${declaration.name}.`;

export const throttle = (stream: Stream): ServiceError => new ServiceError(THROTTLED, rateExceeded(stream));
