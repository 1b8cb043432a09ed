import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { StageConfig } from '../stages/config';
import type { AlarmTopic } from '../foundation/alarm-topic';
import { OperationalAlarm } from '../foundation/operational-alarm';
import type { Reconcile } from './reconcile';

/** Properties of {@link LedgerAlarms}. */
export interface LedgerAlarmsProps {
  readonly stage: StageConfig;
  readonly reconcile: Reconcile;
  readonly topic: AlarmTopic;
}

/** Whether events are lost, and whether anybody looks. */
export class LedgerAlarms extends Construct {
  readonly all: readonly OperationalAlarm[];

  constructor(scope: Construct, id: string, { stage, reconcile, topic }: LedgerAlarmsProps) {
    super(scope, id);
    this.all = [
      new OperationalAlarm(this, 'EventsLost', {
        alarmName: `playhead-${stage.name}-events-lost`,
        metric: reconcile.metricLost(),
        threshold: 0,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluationPeriods: 1,
        // A run that did not come has found nothing again.
        treatMissingData: TreatMissingData.IGNORE,
        meaning: 'Accepted events are not where they should long be.',
        impact: 'Readers of that path count, train and plan without them.',
        runbook: 'events-are-lost',
      }),
      new OperationalAlarm(this, 'NotReconciled', {
        alarmName: `playhead-${stage.name}-not-reconciled`,
        metric: reconcile.metricRuns(),
        threshold: 1,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        evaluationPeriods: 4,
        treatMissingData: TreatMissingData.BREACHING,
        meaning: 'For four periods no run of reconcile looked at every path.',
        impact: 'Nobody would be told of events that are lost.',
        runbook: 'the-ledger-is-not-reconciled',
      }),
    ];
    for (const alarm of this.all) {
      alarm.addAlarmAction(topic.action);
      alarm.addOkAction(topic.action);
    }
  }
}
