import { Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { StageConfig } from '../stages/config';
import { MAXIMUM_BY_MINUTE, SUM_BY_MINUTE } from '../foundation/metrics';
import type { FeaturesStack } from './features-stack';
import { graph, graphWithThreshold } from '../foundation/widgets';

/** Properties of a {@link FeaturesDashboard}. */
export interface FeaturesDashboardProps {
  readonly stage: StageConfig;
  readonly features: FeaturesStack;
}

/** Whether features are written, how old they are, and what the rebuild found of them. */
export class FeaturesDashboard extends Dashboard {
  constructor(scope: Construct, id: string, { stage, features }: FeaturesDashboardProps) {
    super(scope, id, { dashboardName: `playhead-${stage.name}-features` });
    const { updateFeatures, rebuildFeatures } = features;
    this.addWidgets(
      graph('Playbacks written', [updateFeatures.metricWrites()]),
      graph('From receipt to features (ms)', [updateFeatures.metricDelay('p50'), updateFeatures.metricDelay('p99')]),
      graphWithThreshold(
        'Age of what update-features takes in (ms)',
        [updateFeatures.metricIteratorAge({ label: 'oldest record' })],
        60_000,
      ),
    );
    const { queue, deadLetters } = rebuildFeatures.runs;
    this.addWidgets(
      graph('Profiles rebuilt, and drift found', [
        rebuildFeatures.metricViewers().with(SUM_BY_MINUTE),
        rebuildFeatures.metricDrifted().with(SUM_BY_MINUTE),
      ]),
      graph('How long rebuilds take (ms)', [rebuildFeatures.metricTime().with(MAXIMUM_BY_MINUTE)]),
      graph('Steps of the rebuild that wait', [
        queue.metricApproximateAgeOfOldestMessage({ ...MAXIMUM_BY_MINUTE, label: 'age of the oldest (s)' }),
        deadLetters.metricApproximateNumberOfMessagesVisible({ ...MAXIMUM_BY_MINUTE, label: 'dead letters' }),
      ]),
    );
    this.addWidgets(
      graph('Errors of update-features', [updateFeatures.handler.metricErrors({ ...SUM_BY_MINUTE, label: 'errors' })], {
        width: 12,
      }),
      graph(
        'Errors of rebuild-features',
        [rebuildFeatures.handler.metricErrors({ ...SUM_BY_MINUTE, label: 'errors' })],
        {
          width: 12,
        },
      ),
    );
  }
}
