import { ComparisonOperator, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
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
  'events-unannounced': {
    metric: new MathExpression({
      expression: 'IF(found + unannounced >= 100, unannounced / (found + unannounced))',
      usingMetrics: { found: reconcile.metricFound('raw'), unannounced: reconcile.metricUnannounced('raw') },
      period: reconcile.period,
      label: 'share of events without a note',
    }),
    threshold: 0.01, // a single lost note is no reason to wake anyone
    meaning: 'More than 1 % of the events of the last hour in the lake have no note of their acceptance.',
    impact: 'No viewer is affected, but the ledger would not notice the loss of such events.',
    runbook: 'events-have-no-note',
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
