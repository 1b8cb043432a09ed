import type { ServiceMetric } from '../../service';
import { MetricWindow } from '../metric-window';
import type { HashedRecord } from './stream';

const ITERATOR_AGE = 'GetRecords.IteratorAgeMilliseconds';
const THROTTLES = 'WriteProvisionedThroughputExceeded';

/** What Kinesis publishes about its streams. */
export class StreamMetrics {
  private readonly windows = new Map<string, MetricWindow>();

  add(StreamName: string): void {
    const about = { namespace: 'AWS/Kinesis', dimensions: { StreamName } };
    const counts = ['IncomingRecords', 'IncomingBytes', THROTTLES];
    this.windows.set(StreamName, new MetricWindow(about, counts, { [ITERATOR_AGE]: 'Milliseconds' }));
  }

  incoming(streamName: string, records: readonly HashedRecord[]): void {
    const window = this.windows.get(streamName);
    window?.count('IncomingRecords', records.length);
    window?.count(
      'IncomingBytes',
      records.reduce((sum, { bytes }) => sum + bytes, 0),
    );
  }

  /** Of one stream, or of every one where it is not known which. */
  throttled(streamName?: string): void {
    for (const [name, window] of this.windows) if (name === (streamName ?? name)) window.count(THROTTLES);
  }

  /** How old the newest of the records is that were read. */
  read(streamName: string, ageMs: number): void {
    this.windows.get(streamName)?.measure(ITERATOR_AGE, ageMs);
  }

  take(): readonly ServiceMetric[] {
    return [...this.windows.values()].flatMap((window) => window.take());
  }
}
