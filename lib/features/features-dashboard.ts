import { Dashboard, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { MAXIMUM_BY_MINUTE, SUM_BY_MINUTE } from '../foundation/metrics';
import { nameIn } from '../foundation/subsystem-stack';
import { graph, graphWithThreshold } from '../foundation/widgets';
import type { RebuildFeatures } from './rebuild-features';
import type { UpdateFeatures } from './update-features';

/** Properties of a {@link FeaturesDashboard}. */
export interface FeaturesDashboardProps {
  readonly updateFeatures: UpdateFeatures;
  readonly rebuildFeatures: RebuildFeatures;
}

/** Shows how many features are written, how old they are, and what the rebuild run found. */
export class FeaturesDashboard extends Dashboard {
  constructor(scope: Construct, id: string, { updateFeatures, rebuildFeatures }: FeaturesDashboardProps) {
    super(scope, id, { dashboardName: nameIn(scope, 'features') });
    this.addWidgets(
      graph('Playbacks written', [updateFeatures.metricWrites()]),
      graph('Time from receipt to features (ms)', [
        updateFeatures.metricDelay('p50'),
        updateFeatures.metricDelay('p99'),
      ]),
      graphWithThreshold(
        'Lag of update-features (ms)',
        [updateFeatures.reader.metricIteratorAge({ label: 'oldest record' })],
        60_000,
      ),
    );
    const { runs } = rebuildFeatures;
    this.addWidgets(
      graph('Profiles rebuilt, and viewers with drift', [
        rebuildFeatures.metricViewers().with(SUM_BY_MINUTE),
        rebuildFeatures.metricDrifted().with(SUM_BY_MINUTE),
      ]),
      graph('Duration of rebuilds (ms)', [rebuildFeatures.metricTime().with(MAXIMUM_BY_MINUTE)]),
      graph('Waiting steps of the rebuild run', [
        runs.metricAge('age of the oldest (s)'),
        runs.metricDeadLetters('dead letters'),
      ]),
    );
    this.addWidgets(
      graph('Errors of update-features', [errors(updateFeatures.handler)], { width: 12 }),
      graph('Errors of rebuild-features', [errors(rebuildFeatures.handler)], { width: 12 }),
    );
  }
}

const errors = (handler: IFunction): IMetric => handler.metricErrors({ ...SUM_BY_MINUTE, label: 'errors' });
