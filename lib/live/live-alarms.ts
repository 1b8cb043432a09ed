import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { PipelineAlarmProps } from '../foundation/pipeline-alarms';
import type { CountViewers } from './count-viewers';
import type { PublishCounts } from './publish-counts';

/** The functions that the alarms watch. */
export interface LiveAlarmsProps {
  readonly countViewers: CountViewers;
  readonly publishCounts: PublishCounts;
}

/** Alarms on live counts that are late or incomplete. */
export const liveAlarms = (props: LiveAlarmsProps): Readonly<Record<string, PipelineAlarmProps>> => {
  const { countViewers, publishCounts } = props;
  return {
    'counting-lags': {
      metric: countViewers.reader.metricIteratorAge(),
      threshold: 60_000,
      evaluationPeriods: 2,
      meaning: 'count-viewers is more than a minute behind the stream.',
      impact:
        'The operations team sees old counts; batches older than 15 minutes go to the failed-batches bucket uncounted.',
      runbook: 'counting-lags',
    },
    'failed-batches': {
      metric: countViewers.reader.metricFailedRecords(),
      threshold: 0,
      meaning: 'count-viewers failed on batches for 15 minutes and moved them to the failed-batches bucket.',
      impact: 'The operations team sees counts that are too low for the instants of these batches.',
      runbook: 'objects-in-the-failed-batches-bucket',
    },
    'unreadable-records': {
      metric: countViewers.metricUnreadable(),
      threshold: 0,
      meaning: 'A reader found a record of the stream that it cannot parse, and set it aside.',
      impact:
        'None if an outsider wrote the record; if collect wrote it, counts, features and the lake lack its events.',
      runbook: 'unreadable-stream-records',
    },
    'counts-frozen': {
      metric: publishCounts.metricCountsWhileWatched(),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 3, // a stage at rest needs a minute to notice its first viewers
      meaning: 'Players send events, but for 90 s no count was complete.',
      impact: 'The operations team sees the counts of minutes ago.',
      runbook: 'counts-are-not-published',
    },
    'counts-not-published': {
      metric: publishCounts.metricCompleteCounts(),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 5, // a stage at rest publishes counts that are up to 4.5 minutes old
      treatMissingData: TreatMissingData.BREACHING,
      meaning: 'publish-counts has published no complete count in five whole minutes.',
      impact: 'The operations team sees no new live counts, or counts that are too low.',
      runbook: 'counts-are-not-published',
    },
  };
};
