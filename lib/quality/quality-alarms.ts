import { AlarmRule, AlarmState, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { StageConfig } from '../stages/config';
import type { RunbookSection } from '../foundation/runbook';
import type { AlarmTopic } from '../foundation/alarm-topic';
import { type Cohort, cohortsOf } from './cohorts';
import { OperationalAlarm, OperationalComposite } from '../foundation/operational-alarm';
import { QualityMetrics } from './quality-metrics';

/** Properties of {@link QualityAlarms}. */
export interface QualityAlarmsProps {
  readonly stage: StageConfig;
  readonly topic: AlarmTopic;
}

/** One thing that playback can suffer from, watched in every cohort. */
interface Complaint {
  /** In the alarm's name. */
  readonly what: string;
  readonly meaning: string;
  readonly impact: string;
  readonly runbook: RunbookSection;
  readonly threshold: number;
  readonly metricOf: (metrics: QualityMetrics) => IMetric;
}

/**
 * Whether playback breaks, for whom: four alarms a cohort, each over ten seconds, two of three, and a composite on top that
 * alone tells people: one outage, one message.
 */
export class QualityAlarms extends Construct {
  /** One composite for each complaint, over all cohorts. */
  readonly byComplaint: readonly OperationalComposite[];
  readonly outage: OperationalComposite;
  readonly heartbeatsSilent: OperationalAlarm;
  /** Of each complaint, the alarm over all players. */
  readonly ofEverybody: readonly OperationalAlarm[];

  constructor(scope: Construct, id: string, { stage, topic }: QualityAlarmsProps) {
    super(scope, id);
    const watched = complaintsOf(stage).map((complaint) => this.watch(stage, complaint));
    this.byComplaint = watched.map(({ anybody }) => anybody);
    this.ofEverybody = watched.map(({ everybody }) => everybody);
    this.heartbeatsSilent = this.watchHeartbeats(stage);
    this.outage = new OperationalComposite(this, 'PlaybackOutage', {
      compositeAlarmName: `playhead-${stage.name}-playback-outage`,
      alarmRule: AlarmRule.anyOf(...[...this.byComplaint, this.heartbeatsSilent].map(isFiring)),
      meaning: 'Playback is breaking for at least one cohort, or nothing is heard of it.',
      impact: 'Viewers cannot start, lose or wait for their picture.',
      runbook: 'playback-outage',
    });
    this.outage.addAlarmAction(topic.action);
    this.outage.addOkAction(topic.action);
  }

  /** Makes the alarms of every cohort: the one of everybody, and the composite over all. */
  private watch(stage: StageConfig, complaint: Complaint) {
    const cohorts = cohortsOf(stage);
    const { what, meaning, impact, runbook } = complaint;
    const everybody = this.alarm(stage, complaint, cohorts.everybody);
    const others = [...cohorts.devices, ...cohorts.cdns, ...cohorts.deviceCdns].map((cohort) =>
      this.alarm(stage, complaint, cohort),
    );
    const anybody = new OperationalComposite(this, `Any-${what}`, {
      compositeAlarmName: `playhead-${stage.name}-any-${what}`,
      alarmRule: AlarmRule.anyOf(...[everybody, ...others].map(isFiring)),
      meaning,
      impact,
      runbook,
    });
    return { everybody, anybody };
  }

  private alarm(stage: StageConfig, complaint: Complaint, cohort: Cohort): OperationalAlarm {
    const { what, meaning, impact, runbook, threshold, metricOf } = complaint;
    return new OperationalAlarm(this, `${what}-${cohort.name}`, {
      alarmName: `playhead-${stage.name}-${what}-${cohort.name}`,
      metric: metricOf(new QualityMetrics(stage, cohort)),
      threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      treatMissingData: TreatMissingData.NOT_BREACHING, // too few to tell is no outage; a silent path has its own alarm
      meaning,
      impact: `${impact} Cohort: ${cohort.name}.`,
      runbook,
    });
  }

  private watchHeartbeats(stage: StageConfig): OperationalAlarm {
    const { everybody } = cohortsOf(stage);
    return new OperationalAlarm(this, 'HeartbeatsSilent', {
      alarmName: `playhead-${stage.name}-heartbeats-silent`,
      metric: new QualityMetrics(stage, everybody).heartbeats,
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 3,
      datapointsToAlarm: 3,
      treatMissingData: TreatMissingData.BREACHING,
      meaning: 'No player has reported for three periods of ten seconds.',
      impact: 'Either nobody can watch, or the other alarms are blind.',
      runbook: 'heartbeats-are-silent',
    });
  }
}

const isFiring = (alarm: OperationalComposite | OperationalAlarm) => AlarmRule.fromAlarm(alarm, AlarmState.ALARM);

const complaintsOf = ({ qualityAlarms: limits }: StageConfig): readonly Complaint[] => [
  {
    what: 'start-failures',
    meaning: 'Too many attempts end in a fatal error before the first frame.',
    impact: 'These viewers see an error in place of their title.',
    runbook: 'starts-fail',
    threshold: limits.startFailureRatio,
    metricOf: (metrics) => metrics.startFailureRatio(limits.minimumAttempts),
  },
  {
    what: 'playback-failures',
    meaning: 'Too many sessions end in a fatal error.',
    impact: 'These viewers lose their picture, or never get one.',
    runbook: 'playback-fails',
    threshold: limits.playbackFailureRatio,
    metricOf: (metrics) => metrics.playbackFailureRatio(limits.minimumAttempts),
  },
  {
    what: 'rebuffering',
    meaning: 'Too much of the time watched is spent waiting for a stalled picture.',
    impact: 'These viewers wait, and leave.',
    runbook: 'playback-stalls',
    threshold: limits.rebufferingRatio,
    metricOf: (metrics) => metrics.rebufferingRatio(limits.minimumWatched.toMilliseconds()),
  },
  {
    what: 'slow-startup',
    meaning: 'One start in twenty takes too long.',
    impact: 'These viewers wait for the first frame, and leave.',
    runbook: 'starts-are-slow',
    threshold: limits.startupP95.toMilliseconds(),
    metricOf: (metrics) => metrics.startupP95(limits.minimumAttempts),
  },
];
