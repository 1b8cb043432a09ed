import { Duration } from 'aws-cdk-lib';
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { HotStack } from '../hot-stack';
import { MIRROR_EVERY } from './mirror-recent';
import type { Watched } from './pipeline-alarms';

/** An object waits for a run at most, and for that run to end. */
const LATE = Duration.minutes(2 * MIRROR_EVERY.toMinutes());

/** Whether the last seven days come into the warehouse. */
export const warehouseAlarms = ({ mirrorRecent }: HotStack): Readonly<Record<string, Watched>> => ({
  'warehouse-load-lag': {
    metric: mirrorRecent.metricLag(),
    threshold: LATE.toMilliseconds(),
    evaluationPeriods: 2, // a first load of the whole week is late once
    treatMissingData: TreatMissingData.BREACHING,
    meaning: 'What reached the lake half an hour ago and more is not in the warehouse, or mirror-recent does not run.',
    impact: 'Analysts and the A/B platform decide by what was, and do not see it.',
    runbook: 'the-warehouse-falls-behind',
  },
  'warehouse-failed-loads': {
    metric: mirrorRecent.metricFailed(),
    threshold: 0,
    meaning: 'A run of mirror-recent failed, or left objects of raw out that do not fit the table.',
    impact: 'Events of the last days are missing in the warehouse until they are loaded.',
    runbook: 'a-load-failed',
  },
});
