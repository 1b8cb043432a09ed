import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { PipelineAlarmProps } from '../foundation/pipeline-alarms';
import type { QualityQueue } from '../ingest';
import type { DetectOutages } from './detect-outages';

/** Alarms on a detection of outages that does not look, or does not receive its reports in time. */
export const detectionAlarms = (
  reports: QualityQueue,
  detectOutages: DetectOutages,
): Readonly<Record<string, PipelineAlarmProps>> => ({
  'detection-blind': {
    metric: detectOutages.metricRounds(),
    threshold: 1,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: 4, // CloudWatch reads two more if the newest are missing: a minute altogether
    treatMissingData: TreatMissingData.BREACHING,
    meaning: 'For a minute nothing has looked for playback outages.',
    impact: 'An outage of some viewers would not be found. The alarm heartbeats-silent still works.',
    runbook: 'detection-is-blind',
  },
  'quality-dead-letters': {
    metric: reports.metricDeadLetters(),
    threshold: 0,
    meaning: 'watch-quality could not process some quality reports.',
    impact: 'No viewer is affected, but the detection of outages missed some of the data.',
    runbook: 'messages-in-the-quality-dead-letter-queue',
  },
  'quality-queue-age': {
    metric: reports.metricAge(),
    threshold: 60,
    meaning: 'Quality reports have waited for more than a minute.',
    impact: 'Playback outages are found late.',
    runbook: 'quality-reports-are-late',
  },
});
