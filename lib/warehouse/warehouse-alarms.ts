import { Duration } from 'aws-cdk-lib';
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { PipelineAlarmProps } from '../foundation/pipeline-alarms';
import { LOAD_EVERY, type LoadWarehouse } from './load-warehouse';

/** An object waits at most until the next run has ended. */
const LATE = Duration.minutes(2 * LOAD_EVERY.toMinutes());

/** Alarms on events of the last seven days that are not loaded into the warehouse. */
export const warehouseAlarms = (loadWarehouse: LoadWarehouse): Readonly<Record<string, PipelineAlarmProps>> => ({
  'warehouse-load-lag': {
    metric: loadWarehouse.metricLag(),
    threshold: LATE.toMilliseconds(),
    evaluationPeriods: 2, // the first load of a whole week is late once
    treatMissingData: TreatMissingData.BREACHING,
    meaning: 'Objects that reached the lake more than half an hour ago are not loaded, or load-warehouse does not run.',
    impact: 'Analysts and the A/B platform use old data without knowing it.',
    runbook: 'the-warehouse-falls-behind',
  },
  'warehouse-failed-loads': {
    metric: loadWarehouse.metricFailed(),
    threshold: 0,
    meaning: 'A run of load-warehouse failed, or it skipped raw objects that do not match the table or take too long.',
    impact: 'Queries of the warehouse lack these events until they are loaded.',
    runbook: 'warehouse-load-failed',
  },
});
