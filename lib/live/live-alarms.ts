import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SUM_BY_MINUTE } from '../foundation/metrics';
import type { PipelineAlarmProps } from '../foundation/pipeline-alarms';
import type { CountViewers } from './count-viewers';
import type { PublishCounts } from './publish-counts';

/** What the alarms of live counts watch. */
export interface LiveAlarmsProps {
  readonly countViewers: CountViewers;
  readonly publishCounts: PublishCounts;
}

/** Alarms on whether live counts are current and whole. */
export const liveAlarms = (props: LiveAlarmsProps): Readonly<Record<string, PipelineAlarmProps>> => {
  const { countViewers, publishCounts } = props;
  return {
    'counting-lags': {
      metric: countViewers.reader.metricIteratorAge(),
      threshold: 60_000,
      evaluationPeriods: 2,
      meaning: 'count-viewers is more than a minute behind the stream.',
      impact:
        'Operations sees old counts; batches older than a quarter of an hour are stored in a bucket and not counted.',
      runbook: 'counting-lags',
    },
    'failed-batches': {
      metric: countViewers.reader.metricFailedRecords(),
      threshold: 0,
      meaning: 'count-viewers failed on batches for a quarter of an hour; they are in the failed-batches bucket.',
      impact: 'The counts of the instants of those batches are too low.',
      runbook: 'objects-in-the-failed-batches-bucket',
    },
    'unreadable-records': {
      metric: countViewers.metricUnreadable(),
      threshold: 0,
      meaning: 'A record of the stream was not written by collect; it was set aside.',
      impact:
        'None, if a stranger wrote it. If collect did, its events are in no count, in no features and not in the lake.',
      runbook: 'records-of-the-stream-can-not-be-read',
    },
    'counts-not-published': {
      metric: publishCounts.handler.metricInvocations(SUM_BY_MINUTE),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 3,
      treatMissingData: TreatMissingData.BREACHING,
      meaning: 'publish-counts has not run for three minutes.',
      impact: 'Operations sees no live counts.',
      runbook: 'counts-are-not-published',
    },
  };
};
