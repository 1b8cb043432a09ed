import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { type AlarmRecipient, OperationalAlarm } from '../foundation/operational-alarm';
import { cohortsOf } from './cohorts';
import type { QualityConfig } from './config';
import type { DetectOutages } from './detect-outages';
import { QualityMetrics } from './quality-metrics';

/** Properties of {@link QualityAlarms}. */
export interface QualityAlarmsProps {
  readonly config: QualityConfig;
  readonly detectOutages: DetectOutages;
  readonly recipient: AlarmRecipient;
}

/**
 * The alarms of playback: there is an outage, or no player is heard. `detect-outages` tells people about each outage, with its
 * cause; the alarm on outages is for dashboards and for tools. The alarm on silence notifies people itself.
 */
export class QualityAlarms extends Construct {
  readonly outage: OperationalAlarm;
  readonly heartbeatsSilent: OperationalAlarm;

  constructor(scope: Construct, id: string, { config, detectOutages, recipient }: QualityAlarmsProps) {
    super(scope, id);
    this.outage = new OperationalAlarm(this, 'PlaybackOutage', {
      name: 'playback-outage',
      metric: detectOutages.metricOpenOutages(),
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.IGNORE, // if the detection stops, nothing says that an outage has ended
      meaning: 'Playback is breaking for at least one cohort.',
      impact: 'Viewers cannot start a title, lose their picture or wait for it.',
      runbook: 'playback-outage',
    });
    this.heartbeatsSilent = new OperationalAlarm(this, 'HeartbeatsSilent', {
      name: 'heartbeats-silent',
      metric: new QualityMetrics(this, cohortsOf(config.cdns).allPlayers).heartbeats,
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 3,
      treatMissingData: TreatMissingData.BREACHING,
      meaning: 'No player has sent a heartbeat for 30 s.',
      impact: 'Either no viewer can watch, or the detection of outages receives no data.',
      runbook: 'no-heartbeats',
      recipient,
    });
  }
}
