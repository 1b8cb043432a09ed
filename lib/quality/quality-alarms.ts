import type { Duration } from 'aws-cdk-lib';
import { AlarmRule, AlarmState, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { type AlarmRecipient, OperationalAlarm, OperationalComposite } from '../foundation/operational-alarm';
import { type Cohort, cohortsOf } from './cohorts';
import type { QualityConfig } from './config';
import { QualityMetrics } from './quality-metrics';
import { type QualityProblem, qualityProblems } from './quality-problems';

/** Properties of {@link QualityAlarms}. */
export interface QualityAlarmsProps {
  readonly config: QualityConfig;
  readonly recipient: AlarmRecipient;
}

/**
 * Four alarms per cohort, which show whether playback is breaking and for whom. An alarm fires if two of three periods
 * exceed its limit. Only the composite alarm over all of them notifies people, so one outage sends one message.
 */
export class QualityAlarms extends Construct {
  /** One composite for each problem, over all cohorts. */
  readonly byProblem: readonly OperationalComposite[];
  readonly outage: OperationalComposite;
  readonly heartbeatsSilent: OperationalAlarm;
  /** For each problem, the alarm of the cohort of all players. */
  readonly ofAllPlayers: readonly OperationalAlarm[];
  private readonly period: Duration;

  constructor(scope: Construct, id: string, { config, recipient }: QualityAlarmsProps) {
    super(scope, id);
    const { limits, cdns, alarmPeriod } = config;
    this.period = alarmPeriod;
    const watched = qualityProblems(limits).map((problem) => this.watch(cdns, problem));
    this.byProblem = watched.map(({ anyCohort }) => anyCohort);
    this.ofAllPlayers = watched.map(({ allPlayers }) => allPlayers);
    this.heartbeatsSilent = this.watchHeartbeats(cdns);
    this.outage = new OperationalComposite(this, 'PlaybackOutage', {
      name: 'playback-outage',
      alarmRule: AlarmRule.anyOf(...[...this.byProblem, this.heartbeatsSilent].map(isFiring)),
      meaning: 'Playback is breaking for at least one cohort, or no player sends heartbeats.',
      impact: 'Viewers cannot start a title, lose their picture or wait for it.',
      runbook: 'playback-outage',
      recipient,
    });
  }

  /** Creates the alarms of every cohort for one problem, and the composite over them. */
  private watch(cdns: readonly string[], problem: QualityProblem) {
    const cohorts = cohortsOf(cdns);
    const { name, meaning, impact, runbook } = problem;
    const allPlayers = this.alarm(problem, cohorts.allPlayers);
    const others = [...cohorts.devices, ...cohorts.cdns, ...cohorts.deviceCdns].map((cohort) =>
      this.alarm(problem, cohort),
    );
    const anyCohort = new OperationalComposite(this, `Any-${name}`, {
      name: `any-${name}`,
      alarmRule: AlarmRule.anyOf(...[allPlayers, ...others].map(isFiring)),
      ...{ meaning, impact, runbook },
    });
    return { allPlayers, anyCohort };
  }

  private alarm(problem: QualityProblem, cohort: Cohort): OperationalAlarm {
    const { name, meaning, impact, runbook, threshold, metricOf } = problem;
    return new OperationalAlarm(this, `${name}-${cohort.name}`, {
      name: `${name}-${cohort.name}`,
      metric: metricOf(new QualityMetrics(this, cohort, this.period)),
      threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      treatMissingData: TreatMissingData.NOT_BREACHING, // a small sample is not an outage; missing heartbeats have their own alarm
      meaning,
      impact: `${impact} Cohort: ${cohort.name}.`,
      runbook,
    });
  }

  private watchHeartbeats(cdns: readonly string[]): OperationalAlarm {
    return new OperationalAlarm(this, 'HeartbeatsSilent', {
      name: 'heartbeats-silent',
      metric: new QualityMetrics(this, cohortsOf(cdns).allPlayers, this.period).heartbeats,
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 3,
      datapointsToAlarm: 3,
      treatMissingData: TreatMissingData.BREACHING,
      meaning: `No player has sent a heartbeat for ${3 * this.period.toSeconds()} s.`,
      impact: 'Either no viewer can watch, or the other playback alarms receive no data and cannot fire.',
      runbook: 'no-heartbeats',
    });
  }
}

const isFiring = (alarm: OperationalComposite | OperationalAlarm) => AlarmRule.fromAlarm(alarm, AlarmState.ALARM);
