import type { PipelineAlarmProps } from '../foundation/pipeline-alarms';
import type { QualityQueue } from '../ingest';
import type { TotalsQueue } from './totals-queue';

/** Alarms on quality reports, and on their totals, that the playback alarms do not receive in time. */
export const queueAlarms = (
  reports: QualityQueue,
  totals: TotalsQueue,
): Readonly<Record<string, PipelineAlarmProps>> => ({
  'quality-dead-letters': {
    metric: reports.metricDeadLetters(),
    threshold: 0,
    meaning: 'watch-quality could not process some quality reports.',
    impact: 'No viewer is affected, but the playback alarms missed some of the data.',
    runbook: 'messages-in-the-quality-dead-letter-queue',
  },
  'quality-totals-dead-letters': {
    metric: totals.metricDeadLetters(),
    threshold: 0,
    meaning: 'publish-quality could not publish some totals of playback quality.',
    impact: 'No viewer is affected, but the playback alarms missed some of the data.',
    runbook: 'messages-in-the-quality-dead-letter-queue',
  },
  'quality-queue-age': {
    metric: reports.metricAge(),
    threshold: 60,
    meaning: 'Quality reports have waited for more than a minute.',
    impact: 'The playback alarms fire late or not at all.',
    runbook: 'quality-reports-are-late',
  },
  'quality-totals-age': {
    metric: totals.metricAge(),
    threshold: 60,
    meaning: 'Totals of playback quality have waited for more than a minute.',
    impact: 'The playback alarms fire late or not at all.',
    runbook: 'quality-reports-are-late',
  },
});
