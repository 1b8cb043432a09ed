import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { SUM_BY_MINUTE } from '../foundation/metrics';
import type { PipelineAlarmProps } from '../foundation/pipeline-alarms';
import type { RebuildFeatures } from './rebuild-features';
import type { UpdateFeatures } from './update-features';

/** What the alarms of features watch. */
export interface FeaturesAlarmsProps {
  readonly updateFeatures: UpdateFeatures;
  readonly rebuildFeatures: RebuildFeatures;
}

type Alarms = Readonly<Record<string, PipelineAlarmProps>>;

/** No step of a rebuild of the largest stage waits longer. */
const LONGEST_WAIT = Duration.hours(2);
/** The share of viewers about whom stream and lake may disagree, among a hundred viewers or more. */
const DRIFT = 0.01;

/** Alarms on whether features are current, and whether they are right. */
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
      'Recommendations do not know what viewers just watched; batches older than an hour are stored in a bucket and not folded.',
    runbook: 'features-are-late',
  },
  'features-failed-batches': {
    metric: reader.metricFailedRecords(),
    threshold: 0,
    meaning: 'update-features failed on batches for an hour; they are in the failed-batches bucket.',
    impact: 'The features of those viewers miss what they watched, until it is two days old and the rebuild adds it.',
    runbook: 'features-gave-batches-up',
  },
});

const rebuildAlarms = (rebuildFeatures: RebuildFeatures): Alarms => ({
  'rebuild-dead-letters': {
    metric: rebuildFeatures.runs.metricDeadLetters(),
    threshold: 0,
    meaning: 'The rebuild of features failed three times at one step.',
    impact: 'Some profiles are those of the night before; from the third night on, features lack whole days.',
    runbook: 'the-rebuild-of-features-did-not-finish',
  },
  'rebuild-late': {
    metric: rebuildFeatures.runs.metricAge(),
    threshold: LONGEST_WAIT.toSeconds(),
    meaning: 'A step of the rebuild of features has waited for hours.',
    impact: 'Some profiles are those of the night before; from the third night on, features lack whole days.',
    runbook: 'the-rebuild-of-features-did-not-finish',
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
    meaning: 'The stream and the lake disagreed about more than one viewer in a hundred; the rebuild has corrected it.',
    impact: 'For a day or two, recommendations for these viewers were made from wrong features.',
    runbook: 'features-drift',
  },
});
