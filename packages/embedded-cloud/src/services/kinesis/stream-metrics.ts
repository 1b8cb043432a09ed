import type { StreamRecord } from '../../core/ports';
import type { ServiceMetric } from '../../core/service';
import { MetricWindow } from '../../core/metric-window';
import type { HashedRecord, Placement } from './stream';

const ITERATOR_AGE = 'GetRecords.IteratorAgeMilliseconds';
const THROTTLES = 'WriteProvisionedThroughputExceeded';
const READ_THROTTLES = 'ReadProvisionedThroughputExceeded';
const BATCH_SUCCESS = 'PutRecords.Success';
const BATCH_THROTTLES = 'PutRecords.ThrottledRecords';

/** The metrics that Kinesis publishes about its streams. */
export class StreamMetrics {
  private readonly windows = new Map<string, MetricWindow>();

  add(StreamName: string): void {
    const about = { namespace: 'AWS/Kinesis', dimensions: { StreamName } };
    const totals = ['IncomingRecords', 'IncomingBytes', THROTTLES, READ_THROTTLES, BATCH_THROTTLES];
    const units = { IncomingBytes: 'Bytes', [ITERATOR_AGE]: 'Milliseconds' };
    this.windows.set(StreamName, new MetricWindow(about, totals, units));
  }

  /** Counts the records that were stored. */
  put(streamName: string, records: readonly HashedRecord[], placements: readonly Placement[]): void {
    const window = this.windows.get(streamName);
    for (const [index, { bytes }] of records.entries()) {
      if (!placements[index]) continue;
      window?.count('IncomingRecords');
      window?.count('IncomingBytes', bytes);
    }
  }

  /** Counts throttled records of one stream, or of every stream when the call does not say which one. */
  throttled(streamName?: string, records = 1): void {
    for (const [name, window] of this.windows) if (name === (streamName ?? name)) window.count(THROTTLES, records);
  }

  /** Counts a refused GetRecords call. */
  readThrottled(streamName: string): void {
    this.windows.get(streamName)?.count(READ_THROTTLES);
  }

  /** Counts the outcome of one PutRecords call. */
  batch(streamName: string, records: number, throttled: number): void {
    this.throttled(streamName, throttled);
    const window = this.windows.get(streamName);
    window?.count(BATCH_THROTTLES, throttled);
    window?.measure(BATCH_SUCCESS, throttled < records ? 1 : 0);
  }

  /** Measures the age of the last record that a call read; 0 when it read none. */
  read(streamName: string, records: readonly StreamRecord[], now: number): void {
    this.windows.get(streamName)?.measure(ITERATOR_AGE, Math.max(0, now - (records.at(-1)?.arrivedAt ?? now)));
  }

  take(): readonly ServiceMetric[] {
    return [...this.windows.values()].flatMap((window) => window.take());
  }
}
