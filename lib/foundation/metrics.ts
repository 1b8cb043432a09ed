import { Duration } from 'aws-cdk-lib';
import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';
import { settingsOf } from './subsystem-stack';

/**
 * The period at which alarms and dashboards read the project's own metrics. Metrics of AWS have a period of one minute.
 */
export const HIGH_RESOLUTION = Duration.seconds(10);

/** For a count that AWS publishes once a minute. */
export const SUM_BY_MINUTE: MetricOptions = { period: Duration.minutes(1), statistic: 'Sum' };

/** For a measurement that AWS publishes once a minute: the highest value. */
export const MAXIMUM_BY_MINUTE: MetricOptions = { period: Duration.minutes(1), statistic: 'Maximum' };

/** The namespace of the project's own metrics. It contains the stage, so that two stages in one account do not mix. */
export const metricsNamespace = (scope: IConstruct): string => `Playhead/${settingsOf(scope).name}`;

/**
 * One of the project's own metrics, by its name from domain/. A sum over ten seconds unless the options say otherwise.
 */
export const ownMetric = (scope: IConstruct, metricName: string, options: MetricOptions = {}): Metric =>
  new Metric({
    namespace: metricsNamespace(scope),
    metricName,
    period: HIGH_RESOLUTION,
    statistic: 'Sum',
    label: metricName,
    ...options,
  });
