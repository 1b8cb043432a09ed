import { Duration } from 'aws-cdk-lib';
import { AlarmStatusWidget, Dashboard, type IMetric, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { StageConfig } from '../stages/config';
import { type Cohort, cohortsOf } from './cohorts';
import type { QualityAlarms } from './quality-alarms';
import { QualityMetrics } from './quality-metrics';
import { FULL_WIDTH, graph, graphWithThreshold } from '../foundation/widgets';

/** Properties of a {@link QualityDashboard}. */
export interface QualityDashboardProps {
  readonly stage: StageConfig;
  readonly alarms: QualityAlarms;
}

/** Small cohorts are drawn by the minute: ten seconds of them are mostly chance. */
const MINUTE = Duration.minutes(1);

interface Ratio {
  readonly title: string;
  readonly threshold: number | undefined;
  readonly of: (metrics: QualityMetrics) => IMetric;
}

/** Whether playback breaks, and for whom: every ratio by cohort, with the values beyond which alarms fire. */
export class QualityDashboard extends Dashboard {
  constructor(scope: Construct, id: string, { stage, alarms }: QualityDashboardProps) {
    super(scope, id, { dashboardName: `playhead-${stage.name}-playback-quality` });
    const { everybody, devices, cdns, deviceCdns } = cohortsOf(stage);
    const all = new QualityMetrics(stage, everybody);
    this.addWidgets(
      new AlarmStatusWidget({
        title: 'Alarms',
        alarms: [alarms.outage, alarms.heartbeatsSilent, ...alarms.byComplaint, ...alarms.ofEverybody],
        width: FULL_WIDTH,
        height: 4,
      }),
    );
    this.addWidgets(
      graph('Attempts and plays, every 10 s', [
        all.attempts.with({ label: 'attempts' }),
        all.plays.with({ label: 'plays' }),
      ]),
      graph('Heartbeats, every 10 s', [all.heartbeats]),
      graphWithThreshold(
        'Startup time (ms)',
        ['p50', 'p95'].map((statistic) => all.startup(statistic).with({ label: statistic })),
        stage.qualityAlarms.startupP95.toMilliseconds(),
      ),
    );
    for (const ratio of ratiosOf(stage)) {
      const over = (cohorts: readonly Cohort[], period?: Duration) =>
        cohorts.map((cohort) => ratio.of(new QualityMetrics(stage, cohort, period)));
      const draw = (who: string, lines: readonly IMetric[], width: number): IWidget =>
        ratio.threshold === undefined
          ? graph(`${ratio.title} ${who}`, lines, { width })
          : graphWithThreshold(`${ratio.title} ${who}`, lines, ratio.threshold, { width });
      this.addWidgets(
        draw('of everybody', over([everybody]), 8),
        draw('by device', over(devices, MINUTE), 8),
        draw('by CDN', over(cdns, MINUTE), 8),
      );
      this.addWidgets(draw('by device and CDN', over(deviceCdns, MINUTE), FULL_WIDTH));
    }
  }
}

const ratiosOf = ({ qualityAlarms: limits }: StageConfig): readonly Ratio[] => [
  {
    title: 'Start failure ratio',
    threshold: limits.startFailureRatio,
    of: (metrics) => metrics.startFailureRatio(),
  },
  {
    title: 'Playback failure ratio',
    threshold: limits.playbackFailureRatio,
    of: (metrics) => metrics.playbackFailureRatio(),
  },
  {
    title: 'Rebuffering ratio',
    threshold: limits.rebufferingRatio,
    of: (metrics) => metrics.rebufferingRatio(),
  },
  {
    title: 'Startup time p95 (ms)',
    threshold: limits.startupP95.toMilliseconds(),
    of: (metrics) => metrics.startup('p95'),
  },
  { title: 'Exits before start ratio', threshold: undefined, of: (metrics) => metrics.exitsBeforeStartRatio() },
];
