import type { JsonObject } from '../../../src/core/service';
import { provision } from '../../../src/testing/endpoint';
import { NAMESPACE, type TestCloudWatch } from './test-cloudwatch';

/** A metric of an alarm with several metrics. */
export const metric = (Id: string, MetricName: string): JsonObject => ({
  Id,
  MetricStat: { Metric: { Namespace: NAMESPACE, MetricName }, Period: 10, Stat: 'Sum' },
  ReturnData: false,
});

/** Declares an alarm on the ratio of two metrics: it fires when 2 of 3 periods exceed 0.3. */
export const ratioAlarm = ({ service }: TestCloudWatch, AlarmName: string, more: JsonObject = {}) =>
  provision(service, 'AWS::CloudWatch::Alarm', {
    AlarmName,
    AlarmDescription: 'Starts fail.',
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 0.3,
    EvaluationPeriods: 3,
    DatapointsToAlarm: 2,
    TreatMissingData: 'notBreaching',
    Metrics: [
      { Id: 'ratio', Expression: 'IF(attempts >= 8, failed / attempts)', ReturnData: true },
      metric('attempts', 'Attempts'),
      metric('failed', 'StartFailures'),
    ],
    ...more,
  });

/** Declares an alarm on one metric: it fires when 3 periods have less than one heartbeat. */
export const heartbeatAlarm = ({ service }: TestCloudWatch, AlarmName: string, more: JsonObject = {}) =>
  provision(service, 'AWS::CloudWatch::Alarm', {
    AlarmName,
    Namespace: NAMESPACE,
    MetricName: 'Heartbeats',
    Statistic: 'Sum',
    Period: 10,
    ComparisonOperator: 'LessThanThreshold',
    Threshold: 1,
    EvaluationPeriods: 3,
    ...more,
  });

/** Declares a composite alarm. */
export const compositeAlarm = (
  { service }: TestCloudWatch,
  AlarmName: string,
  AlarmRule: string,
  more: JsonObject = {},
) => provision(service, 'AWS::CloudWatch::CompositeAlarm', { AlarmName, AlarmRule, ...more });
