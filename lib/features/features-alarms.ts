import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SUM_BY_MINUTE } from '../foundation/metrics';
import type { PipelineAlarmProps } from '../foundation/pipeline-alarms';
import type { RebuildFeatures } from './rebuild-features';
import type { UpdateFeatures } from './update-features';

/** The functions that the alarms watch. */
export interface FeaturesAlarmsProps {
  readonly updateFeatures: UpdateFeatures;
  readonly rebuildFeatures: RebuildFeatures;
}

type Alarms = Readonly<Record<string, PipelineAlarmProps>>;

/** Even in the largest stage no step of a rebuild run waits longer than this. */
const LONGEST_WAIT = Duration.hours(2);
/** The tolerated share of drifted viewers. The alarm needs at least 100 viewers. */
const DRIFT = 0.01;

/** Alarms on features that are late or wrong. */
export const featuresAlarms = ({ updateFeatures, rebuildFeatures }: FeaturesAlarmsProps): Alarms => ({
  ...updateAlarms(updateFeatures),
  ...rebuildAlarms(rebuildFeatures),
});

const updateAlarms = ({ reader }: UpdateFeatures): Alarms => ({
  'features-late': {
    metric: reader.metricIteratorAge(),
    threshold: 60_000,
    evaluationPeriods: 2,
    meaning: 'update-features is more than a minute behind the stream.',
    impact:
      'Viewers get recommendations that lack their latest playbacks; batches older than an hour go to the failed-batches bucket.',
    runbook: 'features-are-late',
  },
  'features-failed-batches': {
    metric: reader.metricFailedRecords(),
    threshold: 0,
    meaning: 'update-features failed on batches for an hour and moved them to the failed-batches bucket.',
    impact: 'The features of these viewers lack the playbacks until the rebuild run adds them, two days later.',
    runbook: 'feature-batches-failed',
  },
});

const rebuildAlarms = (rebuildFeatures: RebuildFeatures): Alarms => ({
  'rebuild-dead-letters': {
    metric: rebuildFeatures.runs.metricDeadLetters(),
    threshold: 0,
    meaning: 'One step of the rebuild run failed three times.',
    impact: 'No viewer is affected for the first five nights; after that, features lack whole days of playback.',
    runbook: 'rebuild-run-failed',
  },
  'rebuild-not-begun': {
    metric: rebuildFeatures.metricStarts(),
    threshold: 1,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    treatMissingData: TreatMissingData.IGNORE, // it recovers when a run begins
    meaning: 'No run of rebuild-features has begun at 04:45 UTC.',
    impact: 'No viewer is affected for the first five nights; after that, features lack whole days of playback.',
    runbook: 'nightly-rebuild-did-not-begin',
  },
  'rebuild-late': {
    metric: rebuildFeatures.runs.metricAge(),
    threshold: LONGEST_WAIT.toSeconds(),
    meaning: 'A step of the rebuild run has waited for more than two hours.',
    impact: 'No viewer is affected for the first five nights; after that, features lack whole days of playback.',
    runbook: 'rebuild-run-failed',
  },
  'features-drift': {
    metric: new MathExpression({
      expression: 'IF(viewers >= 100, drifted / viewers)',
      usingMetrics: {
        viewers: rebuildFeatures.metricViewers().with(SUM_BY_MINUTE),
        drifted: rebuildFeatures.metricDrifted().with(SUM_BY_MINUTE),
      },
      period: Duration.minutes(1),
      label: 'drifted ratio',
    }),
    threshold: DRIFT,
    meaning:
      'The stream and the lake disagreed about more than 1 % of the viewers; the rebuild run has corrected them.',
    impact: 'These viewers got recommendations from wrong features for a day or two.',
    runbook: 'features-drift',
  },
});
