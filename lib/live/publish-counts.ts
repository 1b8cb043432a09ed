import { Duration } from 'aws-cdk-lib';
import { MathExpression, type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { DIMENSIONS } from '../../domain/dimensions';
import type { DeviceType } from '../../domain/families/viewing';
import { LIVE_METRICS } from '../../domain/live/metrics';
import { QUALITY_METRICS } from '../../domain/quality';
import type { PublishCountsEnv } from '../../lambdas/live/publish-counts/env';
import { Handler } from '../foundation/handler';
import { metricsNamespace, ownMetric } from '../foundation/metrics';
import { RunInTurns, TURN_TIMEOUT } from '../foundation/run-in-turns';
import type { EventStream, Overflow } from '../ingest';
import type { LiveConfig } from './config';
import type { LiveCountsTable } from './live-counts-table';
import type { PresenceTable } from './presence-table';

/** Properties of {@link PublishCounts}. */
export interface PublishCountsProps {
  readonly config: LiveConfig;
  readonly events: EventStream;
  readonly overflow: Overflow;
  readonly presence: PresenceTable;
  readonly liveCounts: LiveCountsTable;
}

/**
 * Merges presence into live counts every two seconds. The Scheduler starts a run in each minute, and a run lasts until the
 * next one publishes.
 */
export class PublishCounts extends Construct {
  readonly handler: Handler<PublishCountsEnv>;

  constructor(scope: Construct, id: string, props: PublishCountsProps) {
    super(scope, id);
    const { config, events, overflow, presence, liveCounts } = props;
    const handler = (this.handler = new Handler<PublishCountsEnv>(this, 'Function', {
      step: 'publish-counts',
      environment: {
        EVENT_STREAM_NAME: events.stream.streamName,
        EVENT_BUCKETS: String(events.buckets),
        OVERFLOW_QUEUE_URL: overflow.queue.queueUrl,
        PRESENCE_TABLE_NAME: presence.tableName,
        PRESENCE_SALTS: String(presence.salts),
        LIVE_COUNTS_TABLE_NAME: liveCounts.tableName,
        CLOSE_AFTER_SECONDS: String(config.closeAfter.toSeconds()),
        REST_AFTER_SECONDS: String(config.restAfter.toSeconds()),
        KEEP_COUNTS_SECONDS: String(config.countRetention.toSeconds()),
        METRICS_NAMESPACE: metricsNamespace(this),
      },
      memoryMiB: config.publisherMemoryMiB,
      timeout: TURN_TIMEOUT,
      description: 'Merges presence per instant and publishes live counts.',
    }));
    handler.grantPutMetrics();
    events.grantPut(handler);
    overflow.queue.grant(handler, 'sqs:GetQueueAttributes');
    presence.grant(handler, 'dynamodb:Query');
    liveCounts.grant(handler, 'dynamodb:UpdateItem');
    new RunInTurns(this, 'EachMinute', handler);
  }

  /** Streams at each instant: all of them, or those of one device type. */
  metricStreams(deviceType?: DeviceType): Metric {
    return this.metric(LIVE_METRICS.concurrentStreams, deviceType ?? 'streams', deviceType);
  }

  /** Streams at each instant that are rebuffering. */
  metricRebuffering(): Metric {
    return this.metric(LIVE_METRICS.rebufferingStreams, 'rebuffering');
  }

  /**
   * How many counts of all streams became complete. Any failure to publish stops it: also one of
   * CloudWatch, or of a round, after which the run goes on.
   */
  metricCompleteCounts(): Metric {
    return this.metricStreams().with({ period: Duration.minutes(1), statistic: 'SampleCount' });
  }

  /**
   * How many counts became complete in 30 s in which players sent events; 1 if they sent none. It does not depend on the
   * stream: the events are those of the quality reports.
   */
  metricCountsWhileWatched(): MathExpression {
    const period = Duration.seconds(30);
    return new MathExpression({
      expression: 'IF(FILL(accepted, 0) > 0, FILL(counts, 0), 1)',
      usingMetrics: {
        accepted: ownMetric(this, QUALITY_METRICS.acceptedEvents, { period }),
        counts: this.metricStreams().with({ period, statistic: 'SampleCount' }),
      },
      period,
      label: 'complete counts while players send events',
    });
  }

  /** The time from an instant until its count was complete, ms. */
  metricDelay(): Metric {
    return this.metric(LIVE_METRICS.liveCountsDelay, 'live counts');
  }

  /** The maximum, not the sum: two runs may report the same instant. */
  private metric(name: string, label: string, deviceType?: DeviceType): Metric {
    const dimensionsMap = deviceType && { [DIMENSIONS.deviceType]: deviceType };
    return ownMetric(this, name, { statistic: 'Maximum', label, ...(dimensionsMap && { dimensionsMap }) });
  }
}
