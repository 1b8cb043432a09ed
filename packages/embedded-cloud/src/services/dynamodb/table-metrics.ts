import type { ServiceMetric } from '../../core/service';
import { Fields } from '../../core/fields';
import { MetricWindow } from '../../core/metric-window';

const NAMESPACE = 'AWS/DynamoDB';
const WRITE_THROTTLES = 'WriteThrottleEvents';
const LATENCY = 'SuccessfulRequestLatency';

/** What DynamoDB publishes about its tables. */
export class TableMetrics {
  private readonly tables = new Map<string, MetricWindow>();
  /** By table and operation, once it succeeded. */
  private readonly calls = new Map<string, MetricWindow>();

  add(TableName: string): void {
    const about = { namespace: NAMESPACE, dimensions: { TableName } };
    this.tables.set(TableName, new MetricWindow(about, [WRITE_THROTTLES, 'ReadThrottleEvents']));
  }

  /** Writes that were given back: of one table, or a call of which it is not known what it was about, and so of all. */
  throttled(tableName?: string, writes = 1): void {
    for (const [name, window] of this.tables) if (name === (tableName ?? name)) window.count(WRITE_THROTTLES, writes);
  }

  /** A call that was answered well, and how long that took. */
  succeeded(operation: string, input: string, durationMs: number): void {
    for (const table of tablesIn(input)) {
      if (this.tables.has(table)) this.callsOf(table, operation).measure(LATENCY, durationMs);
    }
  }

  take(): readonly ServiceMetric[] {
    return [...this.tables.values(), ...this.calls.values()].flatMap((window) => window.take());
  }

  private callsOf(TableName: string, Operation: string): MetricWindow {
    const key = `${TableName} ${Operation}`;
    const known = this.calls.get(key);
    if (known) return known;
    const about = { namespace: NAMESPACE, dimensions: { TableName, Operation } };
    const window = new MetricWindow(about, [], { [LATENCY]: 'Milliseconds' });
    this.calls.set(key, window);
    return window;
  }
}

/** The table that a call names, or those of a batch; a transaction's are not looked for. */
const tablesIn = (input: string): readonly string[] => {
  const fields = Fields.parse(input);
  const table = fields.optionalString('TableName');
  return table === undefined ? Object.keys(fields.object('RequestItems')?.all ?? {}) : [table];
};
