import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { PipelineAlarmProps } from '../foundation/pipeline-alarms';
import type { Curate } from './curate';
import type { RawDelivery } from './raw-delivery';

/** The constructs that the alarms watch. */
export interface LakeAlarmsProps {
  readonly rawDelivery: RawDelivery;
  readonly curate: Curate;
  /** How long Firehose waits for its buffer to fill. */
  readonly bufferInterval: Duration;
}

/** How much later than its buffer interval a delivery may be. */
const LATE = Duration.minutes(15);
/** Even in the largest stage no step of a curation run waits longer than this. */
const LONGEST_WAIT = Duration.hours(6);

/** Alarms on events that do not arrive in the lake or are not curated. */
export const lakeAlarms = (props: LakeAlarmsProps): Readonly<Record<string, PipelineAlarmProps>> => {
  const { rawDelivery, curate, bufferInterval } = props;
  return {
    'lake-freshness': {
      metric: rawDelivery.metricFreshness(),
      threshold: bufferInterval.toSeconds() + LATE.toSeconds(),
      meaning: 'Events have waited for more than 15 minutes to be stored in the lake.',
      impact: 'Analysts and the warehouse lack new events; events older than the retention of the stream are lost.',
      runbook: 'the-lake-falls-behind',
    },
    'lake-unconverted': {
      metric: rawDelivery.metricUnconverted(),
      threshold: 0,
      meaning: 'Firehose cannot convert records of the stream to the columns of the raw table.',
      impact: 'Queries of the lake lack these events until they are converted.',
      runbook: 'records-cannot-be-converted',
    },
    'lake-objects-aside': {
      metric: curate.metricAside().with({ period: Duration.minutes(1) }),
      threshold: 0,
      meaning: 'Curation could not read raw objects and moved them aside.',
      impact: 'Queries of the lake lack the events of these objects until they are restored.',
      runbook: 'raw-objects-moved-aside',
    },
    'curation-dead-letters': {
      metric: curate.runs.metricDeadLetters(),
      threshold: 0,
      meaning: 'One step of a curation run failed three times.',
      impact: 'Training, planning and audits lack newer events of the dates of this run.',
      runbook: 'curation-run-failed',
    },
    'curation-not-begun': {
      metric: curate.metricStarts(),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.IGNORE, // it recovers when a run begins
      meaning: 'No run of curate has begun at 02:15 UTC.',
      impact: 'Training, planning and audits lack the events of the last day.',
      runbook: 'nightly-curation-did-not-begin',
    },
    'curation-late': {
      metric: curate.runs.metricAge(),
      threshold: LONGEST_WAIT.toSeconds(),
      meaning: 'A step of a curation run has waited for more than six hours.',
      impact: 'Training, planning and audits lack the events of the last day.',
      runbook: 'curation-run-failed',
    },
  };
};
