import type { ServiceMetric } from '../../core/service';
import { type Execution, statementTypeOf } from './execution';

interface Noted {
  readonly bytes: number[];
  readonly ms: number[];
  readonly about: Readonly<Record<string, string>>;
}

/** What Athena publishes for a workgroup: the bytes and the time of its queries, by how they ended. */
export class QueryMetrics {
  private readonly values = new Map<
    string,
    { bytes: number[]; ms: number[]; about: Readonly<Record<string, string>> }
  >();

  note(execution: Execution): void {
    const { workgroup, state, scannedBytes, submittedAt, completedAt = submittedAt } = execution;
    const about = { WorkGroup: workgroup, QueryState: state, QueryType: statementTypeOf(execution) };
    const key = JSON.stringify(about);
    const noted: Noted = this.values.get(key) ?? { bytes: [], ms: [], about };
    noted.bytes.push(scannedBytes);
    noted.ms.push(completedAt - submittedAt);
    this.values.set(key, noted);
  }

  /** What has come since the last time. */
  take(): readonly ServiceMetric[] {
    const taken = [...this.values.values()].flatMap(({ bytes, ms, about }): ServiceMetric[] => [
      { namespace: 'AWS/Athena', name: 'ProcessedBytes', dimensions: about, unit: 'Bytes', values: bytes },
      { namespace: 'AWS/Athena', name: 'TotalExecutionTime', dimensions: about, unit: 'Milliseconds', values: ms },
    ]);
    this.values.clear();
    return taken;
  }
}
