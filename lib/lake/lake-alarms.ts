import { Duration } from 'aws-cdk-lib';
import type { LakeStack } from './lake-stack';
import { MAXIMUM_BY_MINUTE } from '../foundation/metrics';
import type { Watched } from '../operations/pipeline-alarms';

/** Firehose waits for its buffer to fill; this much later than that it is behind. */
const LATE = Duration.minutes(15);
/** A date of the largest stage takes less. */
const LONGEST_RUN = Duration.hours(6);

/** Whether history arrives in the lake, and is put right there. */
export const lakeAlarms = ({ stage, rawDelivery, curate }: LakeStack): Readonly<Record<string, Watched>> => ({
  'lake-freshness': {
    metric: rawDelivery.metricFreshness(),
    threshold: stage.lake.buffer.interval.toSeconds() + LATE.toSeconds(),
    meaning: 'Events have waited for a quarter of an hour and more to be stored in the lake.',
    impact:
      'Analysts and the warehouse see no new events; from the retention of the stream on, events are lost to history.',
    runbook: 'the-lake-falls-behind',
  },
  'lake-unconverted': {
    metric: rawDelivery.metricUnconverted(),
    threshold: 0,
    meaning: 'Records of the stream are no rows of the table.',
    impact: 'Their events are in no answer of the lake until they are brought back.',
    runbook: 'records-do-not-convert',
  },
  'lake-objects-aside': {
    metric: curate.metricAside().with({ period: Duration.minutes(1) }),
    threshold: 0,
    meaning: 'Curation moved objects of raw aside that it could not read.',
    impact: 'Their events are in no answer of the lake until they are brought back.',
    runbook: 'objects-of-raw-moved-aside',
  },
  'curation-dead-letters': {
    metric: curate.runs.deadLetters.metricApproximateNumberOfMessagesVisible(MAXIMUM_BY_MINUTE),
    threshold: 0,
    meaning: 'A run of curation failed three times at one step.',
    impact: 'Its dates are as they were before: training, planning and audits miss what came since.',
    runbook: 'a-run-of-curation-failed',
  },
  'curation-late': {
    metric: curate.runs.queue.metricApproximateAgeOfOldestMessage(MAXIMUM_BY_MINUTE),
    threshold: LONGEST_RUN.toSeconds(),
    meaning: 'A step of curation has waited for hours to be taken.',
    impact: 'Training, planning and audits miss what came since the day before.',
    runbook: 'a-run-of-curation-failed',
  },
});
