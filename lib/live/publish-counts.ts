import { Duration, Stack } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { DIMENSIONS } from '../../domain/dimensions';
import type { DeviceType } from '../../domain/families/viewing';
import { LIVE_METRICS } from '../../domain/live/metrics';
import type { PublishCountsEnv } from '../../lambdas/live/publish-counts/env';
import type { StageConfig } from '../stages/config';
import { acknowledge, logicalIdOf } from '../foundation/acknowledge';
import type { EventStream } from '../ingest/event-stream';
import { Handler } from '../foundation/handler';
import { acknowledgePutMetrics, grantPutMetrics, metricsNamespace, ownMetric } from '../foundation/metrics';
import type { LiveCountsTable } from './live-counts-table';
import type { Overflow } from '../ingest/overflow';
import type { PresenceTable } from './presence-table';

/** Properties of a {@link PublishCounts}. */
export interface PublishCountsProps {
  readonly stage: StageConfig;
  readonly events: EventStream;
  readonly overflow: Overflow;
  readonly presence: PresenceTable;
  readonly liveCounts: LiveCountsTable;
}

/** Unites presence into live counts every two seconds: the Scheduler starts a run each minute, which lasts nearly as long. */
export class PublishCounts extends Construct {
  readonly handler: Handler<PublishCountsEnv>;
  private readonly stage: StageConfig;

  constructor(scope: Construct, id: string, props: PublishCountsProps) {
    super(scope, id);
    const { stage, events, overflow, presence, liveCounts } = props;
    this.stage = stage;
    const handler = (this.handler = new Handler<PublishCountsEnv>(this, 'Function', {
      subsystem: 'live',
      step: 'publish-counts',
      stage,
      environment: {
        EVENT_STREAM_NAME: events.stream.streamName,
        EVENT_BUCKETS: String(events.buckets),
        OVERFLOW_QUEUE_URL: overflow.queue.queueUrl,
        PRESENCE_TABLE_NAME: presence.tableName,
        PRESENCE_SALTS: String(presence.salts),
        LIVE_COUNTS_TABLE_NAME: liveCounts.tableName,
        CLOSE_AFTER_SECONDS: String(stage.closeAfter.toSeconds()),
        KEEP_COUNTS_SECONDS: String(stage.countRetention.toSeconds()),
        METRICS_NAMESPACE: metricsNamespace(stage),
      },
      memoryMiB: stage.publisherMemoryMiB,
      timeout: Duration.seconds(90),
      description: 'Unites presence per instant and publishes live counts.',
    }));
    grantPutMetrics(handler, stage);
    acknowledgePutMetrics(handler.role ?? handler);
    events.grantPut(handler);
    overflow.queue.grant(handler, 'sqs:GetQueueAttributes');
    presence.grant(handler, 'dynamodb:Query');
    liveCounts.grant(handler, 'dynamodb:UpdateItem');
    const role = new Role(this, 'SchedulerRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      description: 'Lets the Scheduler start publish-counts.',
    });
    const finding = `IAM5[Resource::<${logicalIdOf(handler)}.Arn>:*]`;
    acknowledge(role, "CDK's grant to invoke names every version of this one function.", finding);
    handler.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
    new Schedule(this, 'EachMinute', {
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      description: 'Starts a run of publish-counts.',
      // The next minute's run is the retry.
      target: new LambdaInvoke(handler, { role, retryAttempts: 0, maxEventAge: Duration.minutes(1) }),
    });
  }

  /** Streams at each instant: in all, or of one device type. */
  metricStreams(deviceType?: DeviceType): Metric {
    return this.metric(LIVE_METRICS.concurrentStreams, deviceType ?? 'streams', deviceType);
  }

  /** Of the streams at each instant: stalled. */
  metricRebuffering(): Metric {
    return this.metric(LIVE_METRICS.rebufferingStreams, 'rebuffering');
  }

  /** From an instant until its count was complete, ms. */
  metricDelay(): Metric {
    return this.metric(LIVE_METRICS.liveCountsDelay, 'live counts');
  }

  /** The maximum, not the sum: an instant that two runs complete is told twice. */
  private metric(name: string, label: string, deviceType?: DeviceType): Metric {
    const dimensionsMap = deviceType && { [DIMENSIONS.deviceType]: deviceType };
    return ownMetric(this.stage, name, { statistic: 'Maximum', label, ...(dimensionsMap && { dimensionsMap }) });
  }
}
