import { Duration } from 'aws-cdk-lib';
import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { KinesisEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { IConstruct } from 'constructs';
import type { StageConfig } from '../stages/config';
import { acknowledge } from './acknowledge';

/** Alarms and dashboards look at our own metrics in periods of this length; AWS publishes its own by the minute. */
export const HIGH_RESOLUTION = Duration.seconds(10);

/** What AWS publishes, it publishes by the minute: a count of it. */
export const SUM_BY_MINUTE: MetricOptions = { period: Duration.minutes(1), statistic: 'Sum' };

/** Records in batches that a function failed at to the end, and that its event source put where they are kept. */
export const givenUpBy = (source: KinesisEventSource, options?: MetricOptions): Metric =>
  new Metric({
    namespace: 'AWS/Lambda',
    metricName: 'OnFailureDestinationDeliveredEventCount',
    dimensionsMap: { EventSourceMappingUUID: source.eventSourceMappingId },
    ...SUM_BY_MINUTE,
    ...options,
  });

/** What AWS publishes, it publishes by the minute: a measure of it, at its worst. */
export const MAXIMUM_BY_MINUTE: MetricOptions = { period: Duration.minutes(1), statistic: 'Maximum' };

/** The namespace of a stage's own metrics: two stages in one account do not mix. */
export const metricsNamespace = (stage: StageConfig): string => `Playhead/${stage.name}`;

/** One of our own metrics; their names are in domain/metrics. In periods of ten seconds, and a sum, unless said otherwise. */
export const ownMetric = (stage: StageConfig, metricName: string, options: MetricOptions = {}): Metric =>
  new Metric({
    namespace: metricsNamespace(stage),
    metricName,
    period: HIGH_RESOLUTION,
    statistic: 'Sum',
    label: metricName,
    ...options,
  });

/** Lets it publish a stage's own metrics, and nothing else. */
export const grantPutMetrics = (grantee: IGrantable, stage: StageConfig): void => {
  grantee.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['cloudwatch:PutMetricData'],
      resources: ['*'],
      conditions: { StringEquals: { 'cloudwatch:namespace': metricsNamespace(stage) } },
    }),
  );
};

/** Why a role that may publish metrics names every resource. */
export const acknowledgePutMetrics = (role: IConstruct): void =>
  acknowledge(
    role,
    'cloudwatch:PutMetricData has no resource to name; a condition holds it to our namespace.',
    'IAM5[Resource::*]',
  );
