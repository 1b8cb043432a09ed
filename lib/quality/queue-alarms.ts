import type { PipelineAlarmProps } from '../foundation/pipeline-alarms';
import type { QualityQueue } from '../ingest';

/** Alarms on whether quality reports reach the alarms on playback. */
export const queueAlarms = (reports: QualityQueue): Readonly<Record<string, PipelineAlarmProps>> => ({
  'quality-dead-letters': {
    metric: reports.metricDeadLetters(),
    threshold: 0,
    meaning: 'Quality reports could not be folded.',
    impact: 'The alarms on playback did not see all of what happened.',
    runbook: 'messages-among-the-quality-dead-letters',
  },
  'quality-queue-age': {
    metric: reports.metricAge(),
    threshold: 60,
    meaning: 'Quality reports wait for more than a minute.',
    impact: 'The alarms on playback fire late, or not at all.',
    runbook: 'quality-reports-are-late',
  },
});
