import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { FeaturesStack } from './features-stack';
import { MAXIMUM_BY_MINUTE, SUM_BY_MINUTE } from '../foundation/metrics';
import type { Watched } from '../operations/pipeline-alarms';
import type { RebuildFeatures } from './rebuild-features';
import type { UpdateFeatures } from './update-features';

/** A rebuild of the largest stage takes less. */
const LONGEST_REBUILD = Duration.hours(2);
/** Of a hundred viewers and more, those whom the stream knows otherwise than the lake. */
const DRIFT = 0.01;

/** Whether recommendations know what a viewer just watched, and whether it is right. */
export const featuresAlarms = (features: FeaturesStack): Readonly<Record<string, Watched>> => ({
  ...updateAlarms(features.updateFeatures),
  ...rebuildAlarms(features.rebuildFeatures),
});

const updateAlarms = (updateFeatures: UpdateFeatures): Readonly<Record<string, Watched>> => ({
  'features-late': {
    metric: updateFeatures.metricIteratorAge(),
    threshold: 60_000,
    evaluationPeriods: 2,
    meaning: 'update-features is more than a minute behind the stream.',
    impact:
      'Recommendations do not know what viewers just watched; from an hour on batches are given up and kept in a bucket.',
    runbook: 'features-are-late',
  },
  'features-failed-batches': {
    metric: updateFeatures.metricGivenUp(),
    threshold: 0,
    meaning: 'update-features gave batches up, after an hour of trying.',
    impact:
      'What those viewers watched is missing from their features until it is two days old and the rebuild has it.',
    runbook: 'features-gave-batches-up',
  },
});

const rebuildAlarms = (rebuildFeatures: RebuildFeatures): Readonly<Record<string, Watched>> => ({
  'rebuild-dead-letters': {
    metric: rebuildFeatures.runs.deadLetters.metricApproximateNumberOfMessagesVisible(MAXIMUM_BY_MINUTE),
    threshold: 0,
    meaning: 'The rebuild of features failed three times at one step.',
    impact: 'Some profiles are those of the night before; from the third night on features forget days.',
    runbook: 'the-rebuild-of-features-did-not-finish',
  },
  'rebuild-late': {
    metric: rebuildFeatures.runs.queue.metricApproximateAgeOfOldestMessage(MAXIMUM_BY_MINUTE),
    threshold: LONGEST_REBUILD.toSeconds(),
    meaning: 'A step of the rebuild of features has waited for hours to be taken.',
    impact: 'Some profiles are those of the night before; from the third night on features forget days.',
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
    meaning:
      'Of more than one viewer in a hundred the stream knew otherwise than the lake; the rebuild has put it right.',
    impact: 'For a day or two recommendations of these viewers were made from wrong features.',
    runbook: 'features-drift',
  },
});
