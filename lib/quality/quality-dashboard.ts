import { Duration } from 'aws-cdk-lib';
import { AlarmStatusWidget, Dashboard, type IMetric, type IWidget, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { DIMENSIONS } from '../../domain/dimensions';
import { ERROR_METRICS } from '../../domain/quality';
import { metricsNamespace } from '../foundation/metrics';
import { nameIn } from '../foundation/subsystem-stack';
import { FULL_WIDTH, graph, graphWithThreshold, renderedBy } from '../foundation/widgets';
import { type Cohort, cohortsOf } from './cohorts';
import type { QualityConfig } from './config';
import type { DetectOutages } from './detect-outages';
import type { QualityAlarms } from './quality-alarms';
import { QualityMetrics } from './quality-metrics';
import type { ShowErrors } from './show-errors';

/** Properties of a {@link QualityDashboard}. */
export interface QualityDashboardProps {
  readonly config: QualityConfig;
  readonly alarms: QualityAlarms;
  readonly showErrors: ShowErrors;
  readonly detectOutages: DetectOutages;
}

/** Small cohorts are drawn by the minute, because ten seconds of them are too small a sample. */
const MINUTE = Duration.minutes(1);

interface Ratio {
  readonly title: string;
  readonly threshold: number | undefined;
  readonly of: (metrics: QualityMetrics) => IMetric;
}

/** Shows whether playback is breaking, and for whom: every ratio by cohort, with the thresholds of the alarms. */
export class QualityDashboard extends Dashboard {
  constructor(scope: Construct, id: string, { config, alarms, detectOutages, showErrors }: QualityDashboardProps) {
    super(scope, id, { dashboardName: nameIn(scope, 'playback-quality') });
    const { allPlayers, devices, cdns, deviceCdns } = cohortsOf(config.cdns);
    const all = new QualityMetrics(this, allPlayers);
    this.addWidgets(
      new AlarmStatusWidget({
        title: 'Alarms',
        alarms: [alarms.outage, alarms.heartbeatsSilent],
        width: FULL_WIDTH,
        height: 2,
      }),
    );
    this.addWidgets(
      graph('Playback outages', [detectOutages.metricOpenOutages()]),
      graph('Attempts and plays, every 10 s', [
        all.attempts.with({ label: 'attempts' }),
        all.plays.with({ label: 'plays' }),
      ]),
      graph('Heartbeats, every 10 s', [all.heartbeats]),
      graphWithThreshold(
        'Startup time (ms)',
        ['p50', 'p95'].map((statistic) => all.startup(statistic).with({ label: statistic })),
        config.slowStart.toMilliseconds(),
      ),
    );
    this.addWidgets(graph('Sessions with errors by code, every minute', [errorsByCode(this)], { width: FULL_WIDTH }));
    this.addWidgets(renderedBy(showErrors.handler, 'Errors by code', { width: FULL_WIDTH, height: 9 }));
    for (const ratio of ratiosOf(config)) {
      const over = (cohorts: readonly Cohort[], period?: Duration) =>
        cohorts.map((cohort) => ratio.of(new QualityMetrics(this, cohort, period)));
      const draw = (who: string, lines: readonly IMetric[], width: number): IWidget =>
        ratio.threshold === undefined
          ? graph(`${ratio.title} ${who}`, lines, { width })
          : graphWithThreshold(`${ratio.title} ${who}`, lines, ratio.threshold, { width });
      this.addWidgets(
        draw('of all players', over([allPlayers]), 8),
        draw('by device', over(devices, MINUTE), 8),
        draw('by CDN', over(cdns, MINUTE), 8),
      );
      this.addWidgets(draw('by device and CDN', over(deviceCdns, MINUTE), FULL_WIDTH));
    }
  }
}

/** The metrics of all error codes: which there will be is not known. */
const errorsByCode = (scope: Construct): MathExpression => {
  const schema = `{${metricsNamespace(scope)},${DIMENSIONS.errorCode}}`;
  return new MathExpression({
    expression: `SEARCH('${schema} MetricName="${ERROR_METRICS.errorSessions}"', 'Sum', ${MINUTE.toSeconds()})`,
    label: `\${PROP('Dim.${DIMENSIONS.errorCode}')}`,
    period: MINUTE,
    usingMetrics: {},
  });
};

const ratiosOf = ({ limits, slowStart }: QualityConfig): readonly Ratio[] => [
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
    threshold: slowStart.toMilliseconds(),
    of: (metrics) => metrics.startup('p95'),
  },
  { title: 'Exits before start ratio', threshold: undefined, of: (metrics) => metrics.exitsBeforeStartRatio() },
];
