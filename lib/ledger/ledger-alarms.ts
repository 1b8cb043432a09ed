import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { PipelineAlarmProps } from '../foundation/pipeline-alarms';
import type { Reconcile } from './reconcile';

/** Alarms on whether events are lost, and whether the ledger is checked at all. */
export const ledgerAlarms = (reconcile: Reconcile): Readonly<Record<string, PipelineAlarmProps>> => ({
  'events-lost': {
    metric: reconcile.metricLost(),
    threshold: 0,
    treatMissingData: TreatMissingData.IGNORE, // a run that failed has not found the events again
    meaning: 'Accepted events are missing from a path that should have had them long ago.',
    impact: 'Readers of that path count, train and plan without them.',
    runbook: 'events-are-lost',
  },
  'not-reconciled': {
    metric: reconcile.metricRuns(),
    threshold: 1,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: 4,
    treatMissingData: TreatMissingData.BREACHING,
    meaning: 'For four periods no run of reconcile has checked every path.',
    impact: 'Lost events would not be reported.',
    runbook: 'the-ledger-is-not-reconciled',
  },
});
