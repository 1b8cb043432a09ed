import type { ServiceMetric } from '../../core/service';

interface Samples {
  readonly database: string;
  readonly rpus: number;
  readonly ms: number[];
}

/**
 * The metrics that Redshift Serverless publishes per workgroup: the duration of its queries, and the RPU-seconds used.
 */
export class ComputeMetrics {
  private readonly byWorkgroup = new Map<string, Samples>();

  /** Adds a query that took `ms` on `rpus` Redshift processing units. */
  add(workgroup: string, database: string, rpus: number, ms: number): void {
    const samples: Samples = this.byWorkgroup.get(workgroup) ?? { database, rpus, ms: [] };
    samples.ms.push(ms);
    this.byWorkgroup.set(workgroup, samples);
  }

  /** Returns the metrics since the last call, and forgets them. */
  take(): readonly ServiceMetric[] {
    const metrics = [...this.byWorkgroup].flatMap(([Workgroup, { database, rpus, ms }]): ServiceMetric[] => [
      {
        ...{ namespace: 'AWS/Redshift-Serverless', name: 'ComputeSeconds', unit: 'Seconds', dimensions: { Workgroup } },
        values: ms.map((duration) => (duration / 1_000) * rpus),
      },
      {
        ...{ namespace: 'AWS/Redshift-Serverless', name: 'QueryDuration', unit: 'Microseconds' },
        dimensions: { DatabaseName: database, LatencyRange: 'Short', Workgroup },
        values: ms.map((duration) => duration * 1_000),
      },
    ]);
    this.byWorkgroup.clear();
    return metrics;
  }
}
