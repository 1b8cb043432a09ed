import { Duration } from 'aws-cdk-lib';
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { WarehouseStack } from './warehouse-stack';
import { MIRROR_EVERY } from './load-warehouse';
import type { Watched } from '../operations/pipeline-alarms';

/** An object waits for a run at most, and for that run to end. */
const LATE = Duration.minutes(2 * MIRROR_EVERY.toMinutes());

/** Whether the last seven days come into the warehouse. */
export const warehouseAlarms = ({ loadWarehouse }: WarehouseStack): Readonly<Record<string, Watched>> => ({
  'warehouse-load-lag': {
    metric: loadWarehouse.metricLag(),
    threshold: LATE.toMilliseconds(),
    evaluationPeriods: 2, // a first load of the whole week is late once
    treatMissingData: TreatMissingData.BREACHING,
    meaning: 'What reached the lake half an hour ago and more is not in the warehouse, or load-warehouse does not run.',
    impact: 'Analysts and the A/B platform decide by what was, and do not see it.',
    runbook: 'the-warehouse-falls-behind',
  },
  'warehouse-failed-loads': {
    metric: loadWarehouse.metricFailed(),
    threshold: 0,
    meaning: 'A run of load-warehouse failed, or left objects of raw out that do not fit the table.',
    impact: 'Events of the last days are missing in the warehouse until they are loaded.',
    runbook: 'a-load-failed',
  },
});
