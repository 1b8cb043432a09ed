import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { QUALITY_METRICS } from '../../domain/quality/metrics';
import type { PublishQualityEnv } from '../../lambdas/quality/publish-quality/env';
import { Handler } from '../foundation/handler';
import { metricsNamespace, ownMetric } from '../foundation/metrics';
import { PUBLISH_TIMEOUT, PUBLISH_WINDOW, type TotalsQueue } from './totals-queue';

/** Properties of {@link PublishQuality}. */
export interface PublishQualityProps {
  readonly totals: TotalsQueue;
}

/** Adds up the totals of all batches of a second and publishes them as metrics by cohort. */
export class PublishQuality extends Construct {
  constructor(scope: Construct, id: string, { totals }: PublishQualityProps) {
    super(scope, id);
    const handler = new Handler<PublishQualityEnv>(this, 'Function', {
      step: 'publish-quality',
      environment: { METRICS_NAMESPACE: metricsNamespace(this) },
      memoryMiB: 512,
      timeout: PUBLISH_TIMEOUT,
      description: 'Publishes the totals of playback quality as metrics by cohort.',
    });
    handler.addEventSource(
      new SqsEventSource(totals.queue, {
        batchSize: 1_000,
        maxBatchingWindow: PUBLISH_WINDOW,
        reportBatchItemFailures: true,
      }),
    );
    handler.grantPutMetrics();
  }

  /** Events that collect accepted. */
  metricAccepted(): Metric {
    return ownMetric(this, QUALITY_METRICS.acceptedEvents, { label: 'accepted' });
  }

  /** Events that collect refused. */
  metricRefused(): Metric {
    return ownMetric(this, QUALITY_METRICS.refusedEvents, { label: 'refused' });
  }

  /** Quality events that arrived too late for the alarms. */
  metricLate(): Metric {
    return ownMetric(this, QUALITY_METRICS.lateEvents, { label: 'late for the alarms' });
  }

  /** The time from the receipt of an event until its aggregation, ms. */
  metricDelay(): Metric {
    return ownMetric(this, QUALITY_METRICS.qualityDelay, { statistic: 'Maximum', label: 'playback quality' });
  }
}
