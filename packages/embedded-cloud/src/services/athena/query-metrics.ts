import type { ServiceMetric } from '../../core/service';
import { type Execution, statementTypeOf } from './execution';

interface Samples {
  readonly dimensions: Readonly<Record<string, string>>;
  readonly bytes: number[];
  readonly ms: number[];
}

/** The metrics that Athena publishes per workgroup: the scanned bytes and the time of its queries, by final state. */
export class QueryMetrics {
  private readonly byDimensions = new Map<string, Samples>();

  /** Adds an execution that has ended. */
  add(execution: Execution): void {
    const { workgroup, state, scannedBytes, submittedAt, completedAt = submittedAt } = execution;
    const dimensions = { WorkGroup: workgroup, QueryState: state, QueryType: statementTypeOf(execution) };
    const key = JSON.stringify(dimensions);
    const samples: Samples = this.byDimensions.get(key) ?? { dimensions, bytes: [], ms: [] };
    samples.bytes.push(scannedBytes);
    samples.ms.push(completedAt - submittedAt);
    this.byDimensions.set(key, samples);
  }

  /** Returns the metrics since the last call, and forgets them. */
  take(): readonly ServiceMetric[] {
    const metrics = [...this.byDimensions.values()].flatMap(({ dimensions, bytes, ms }): ServiceMetric[] => [
      { namespace: 'AWS/Athena', name: 'ProcessedBytes', dimensions, unit: 'Bytes', values: bytes },
      { namespace: 'AWS/Athena', name: 'TotalExecutionTime', dimensions, unit: 'Milliseconds', values: ms },
    ]);
    this.byDimensions.clear();
    return metrics;
  }
}
