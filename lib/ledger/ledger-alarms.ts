import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { PipelineAlarmProps } from '../foundation/pipeline-alarms';
import type { Reconcile } from './reconcile';

/** Alarms on lost events, and on a ledger that is not checked. */
export const ledgerAlarms = (reconcile: Reconcile): Readonly<Record<string, PipelineAlarmProps>> => ({
  'events-lost': {
    metric: reconcile.metricLost(),
    threshold: 0,
    treatMissingData: TreatMissingData.IGNORE, // a failed run does not mean that the events were found
    meaning: 'Accepted events did not reach a path within its time limit.',
    impact: 'Every reader of that path works without these events.',
    runbook: 'events-are-lost',
  },
  'not-reconciled': {
    metric: reconcile.metricRuns(),
    threshold: 1,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: 4,
    treatMissingData: TreatMissingData.BREACHING,
    meaning: 'For four periods, no run of reconcile has checked every path.',
    impact: 'No viewer is affected yet, but no alarm would report lost events.',
    runbook: 'the-ledger-is-not-reconciled',
  },
});
