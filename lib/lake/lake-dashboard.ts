import { Dashboard, type IMetric, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { StageConfig } from '../stages/config';
import { MAXIMUM_BY_MINUTE, SUM_BY_MINUTE } from '../foundation/metrics';
import type { Workgroup } from './workgroup';
import type { LakeStack } from './lake-stack';
import { graph } from '../foundation/widgets';

/** Properties of a {@link LakeDashboard}. */
export interface LakeDashboardProps {
  readonly stage: StageConfig;
  readonly lake: LakeStack;
}

/** Whether history arrives, is put right, and what it costs to ask it. */
export class LakeDashboard extends Dashboard {
  constructor(scope: Construct, id: string, { stage, lake }: LakeDashboardProps) {
    super(scope, id, { dashboardName: `playhead-${stage.name}-lake` });
    const { rawDelivery, curate, analysts, curation } = lake;
    this.addWidgets(
      graph('Records into raw a minute', [rawDelivery.metricDelivered({ label: 'records' })]),
      graph('Oldest event not in the lake yet (s)', [rawDelivery.metricFreshness({ label: 'freshness' })]),
      graph('Left out of the lake', [
        rawDelivery.metricUnconverted({ label: 'records that did not convert' }),
        curate.metricAside().with(SUM_BY_MINUTE),
      ]),
    );
    const { queue, deadLetters } = curate.runs;
    this.addWidgets(
      graph('Curation', [curate.metricRuns().with(SUM_BY_MINUTE), curate.metricDates().with(SUM_BY_MINUTE)]),
      graph('How long runs take (ms)', [curate.metricTime().with(MAXIMUM_BY_MINUTE)]),
      graph('Steps that wait', [
        queue.metricApproximateAgeOfOldestMessage({ ...MAXIMUM_BY_MINUTE, label: 'age of the oldest (s)' }),
        deadLetters.metricApproximateNumberOfMessagesVisible({ ...MAXIMUM_BY_MINUTE, label: 'dead letters' }),
      ]),
    );
    this.addWidgets(
      graph('Bytes scanned', [scanned(analysts), scanned(curation)], { width: 12 }),
      graph('Errors of curate', [curate.handler.metricErrors({ ...SUM_BY_MINUTE, label: 'errors' })], { width: 12 }),
    );
  }
}

/** By the queries of a workgroup that came to their end. */
const scanned = ({ name, use }: Workgroup): IMetric =>
  new Metric({
    namespace: 'AWS/Athena',
    metricName: 'ProcessedBytes',
    dimensionsMap: { WorkGroup: name, QueryState: 'SUCCEEDED', QueryType: 'DML' },
    ...SUM_BY_MINUTE,
    label: use,
  });
