import type { ServiceMetric } from '../../core/service';

/** What Redshift Serverless publishes of a workgroup: the time of its queries, and the RPU-seconds they took. */
export class ComputeMetrics {
  private readonly noted = new Map<
    string,
    { readonly database: string; readonly rpus: number; readonly ms: number[] }
  >();

  note(workgroup: string, database: string, rpus: number, ms: number): void {
    const known = this.noted.get(workgroup) ?? { database, rpus, ms: [] };
    known.ms.push(ms);
    this.noted.set(workgroup, known);
  }

  /** What has come since the last time. */
  take(): readonly ServiceMetric[] {
    const taken = [...this.noted].flatMap(([Workgroup, { database, rpus, ms }]): ServiceMetric[] => [
      {
        ...{ namespace: 'AWS/Redshift-Serverless', name: 'ComputeSeconds', unit: 'Seconds', dimensions: { Workgroup } },
        values: ms.map((one) => (one / 1_000) * rpus),
      },
      {
        ...{ namespace: 'AWS/Redshift-Serverless', name: 'QueryDuration', unit: 'Microseconds' },
        dimensions: { DatabaseName: database, LatencyRange: 'Short', Workgroup },
        values: ms.map((one) => one * 1_000),
      },
    ]);
    this.noted.clear();
    return taken;
  }
}
