import { Duration } from 'aws-cdk-lib';
import type { PipelineAlarmProps } from '../foundation/pipeline-alarms';
import type { Curate } from './curate';
import type { RawDelivery } from './raw-delivery';

/** What the alarms of the lake watch. */
export interface LakeAlarmsProps {
  readonly rawDelivery: RawDelivery;
  readonly curate: Curate;
  /** How long Firehose waits for its buffer to fill. */
  readonly bufferInterval: Duration;
}

/** A delivery that is this much later than its buffer interval is behind. */
const LATE = Duration.minutes(15);
/** No step of the largest stage waits longer. */
const LONGEST_WAIT = Duration.hours(6);

/** Alarms on whether events arrive in the lake and are curated there. */
export const lakeAlarms = (props: LakeAlarmsProps): Readonly<Record<string, PipelineAlarmProps>> => {
  const { rawDelivery, curate, bufferInterval } = props;
  return {
    'lake-freshness': {
      metric: rawDelivery.metricFreshness(),
      threshold: bufferInterval.toSeconds() + LATE.toSeconds(),
      meaning: 'Events have waited for more than a quarter of an hour to be stored in the lake.',
      impact:
        'Analysts and the warehouse see no new events. Events older than the retention of the stream are lost to history.',
      runbook: 'the-lake-falls-behind',
    },
    'lake-unconverted': {
      metric: rawDelivery.metricUnconverted(),
      threshold: 0,
      meaning: 'Records of the stream do not fit the columns of the raw table.',
      impact: 'Queries of the lake miss their events until they are converted.',
      runbook: 'records-do-not-convert',
    },
    'lake-objects-aside': {
      metric: curate.metricAside().with({ period: Duration.minutes(1) }),
      threshold: 0,
      meaning: 'Curation could not read objects of raw and moved them aside.',
      impact: 'Queries of the lake miss their events until they are restored.',
      runbook: 'objects-of-raw-moved-aside',
    },
    'curation-dead-letters': {
      metric: curate.runs.metricDeadLetters(),
      threshold: 0,
      meaning: 'A curation run failed three times at one step.',
      impact: 'Its dates are unchanged: training, planning and audits miss newer events.',
      runbook: 'a-run-of-curation-failed',
    },
    'curation-late': {
      metric: curate.runs.metricAge(),
      threshold: LONGEST_WAIT.toSeconds(),
      meaning: 'A step of a curation run has waited for hours.',
      impact: 'Training, planning and audits miss the events since the day before.',
      runbook: 'a-run-of-curation-failed',
    },
  };
};
