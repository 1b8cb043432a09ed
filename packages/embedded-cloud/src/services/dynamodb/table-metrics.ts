import type { JsonObject, OperationCall, ServiceMetric } from '../../core/service';
import { Fields } from '../../core/fields';
import { MetricWindow } from '../../core/metric-window';

const NAMESPACE = 'AWS/DynamoDB';
const WRITE_THROTTLES = 'WriteThrottleEvents';
const LATENCY = 'SuccessfulRequestLatency';

/** The metrics that DynamoDB publishes about its tables. */
export class TableMetrics {
  private readonly tables = new Map<string, MetricWindow>();
  /** The latencies of successful calls, by table and operation. */
  private readonly calls = new Map<string, MetricWindow>();

  add(TableName: string): void {
    const about = { namespace: NAMESPACE, dimensions: { TableName } };
    this.tables.set(TableName, new MetricWindow(about, [WRITE_THROTTLES, 'ReadThrottleEvents']));
  }

  /** Counts throttled writes of one table, or of every table when the table is unknown. */
  throttled(tableName?: string, writes = 1): void {
    for (const [name, window] of this.tables) if (name === (tableName ?? name)) window.count(WRITE_THROTTLES, writes);
  }

  /** Measures the latency of a successful call. */
  succeeded({ operation, input }: OperationCall, durationMs: number): void {
    for (const table of tablesIn(input)) {
      if (this.tables.has(table)) this.callsOf(table, operation).measure(LATENCY, durationMs);
    }
  }

  take(): readonly ServiceMetric[] {
    return [...this.tables.values(), ...this.calls.values()].flatMap((window) => window.take());
  }

  private callsOf(TableName: string, Operation: string): MetricWindow {
    const key = `${TableName} ${Operation}`;
    const existing = this.calls.get(key);
    if (existing) return existing;
    const about = { namespace: NAMESPACE, dimensions: { TableName, Operation } };
    const window = new MetricWindow(about, [], { [LATENCY]: 'Milliseconds' });
    this.calls.set(key, window);
    return window;
  }
}

/** The table of a call, or the tables of a batch; the tables of transactions are not read. */
const tablesIn = (input: JsonObject): readonly string[] => {
  const fields = new Fields(input);
  const table = fields.optionalString('TableName');
  return table === undefined ? Object.keys(fields.object('RequestItems')?.all ?? {}) : [table];
};
