import { Dashboard, type IMetric, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { MAXIMUM_BY_MINUTE, SUM_BY_MINUTE } from '../foundation/metrics';
import { nameIn } from '../foundation/subsystem-stack';
import { graph } from '../foundation/widgets';
import type { Curate } from './curate';
import type { RawDelivery } from './raw-delivery';
import type { Workgroup } from './workgroup';

/** Properties of a {@link LakeDashboard}. */
export interface LakeDashboardProps {
  readonly rawDelivery: RawDelivery;
  readonly curate: Curate;
  readonly workgroups: readonly Workgroup[];
}

/** Shows whether events arrive in the lake, whether they are curated, and what queries cost. */
export class LakeDashboard extends Dashboard {
  constructor(scope: Construct, id: string, { rawDelivery, curate, workgroups }: LakeDashboardProps) {
    super(scope, id, { dashboardName: nameIn(scope, 'lake') });
    this.addWidgets(
      graph('Records into raw a minute', [rawDelivery.metricDelivered({ label: 'records' })]),
      graph('Age of the oldest event not in the lake yet (s)', [rawDelivery.metricFreshness({ label: 'freshness' })]),
      graph('Records and objects that the lake lacks', [
        rawDelivery.metricUnconverted({ label: 'records that were not converted' }),
        curate.metricAside().with(SUM_BY_MINUTE),
      ]),
    );
    this.addWidgets(
      graph('Curation', [curate.metricRuns().with(SUM_BY_MINUTE), curate.metricDates().with(SUM_BY_MINUTE)]),
      graph('Duration of curation runs (ms)', [curate.metricTime().with(MAXIMUM_BY_MINUTE)]),
      graph('Waiting steps', [
        curate.runs.metricAge('age of the oldest (s)'),
        curate.runs.metricDeadLetters('dead letters'),
      ]),
    );
    this.addWidgets(
      graph('Bytes scanned', workgroups.map(scanned), { width: 12 }),
      graph('Errors of curate', [curate.handler.metricErrors({ ...SUM_BY_MINUTE, label: 'errors' })], { width: 12 }),
    );
  }
}

/** Bytes scanned by the queries of a workgroup that succeeded. */
const scanned = ({ name, use }: Workgroup): IMetric =>
  new Metric({
    namespace: 'AWS/Athena',
    metricName: 'ProcessedBytes',
    dimensionsMap: { WorkGroup: name, QueryState: 'SUCCEEDED', QueryType: 'DML' },
    ...SUM_BY_MINUTE,
    label: use,
  });
