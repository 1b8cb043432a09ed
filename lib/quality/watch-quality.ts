import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { QUALITY_METRICS } from '../../domain/quality/metrics';
import type { WatchQualityEnv } from '../../lambdas/quality/watch-quality/env';
import type { StageConfig } from '../stages/config';
import { Handler } from '../foundation/handler';
import { acknowledgePutMetrics, grantPutMetrics, metricsNamespace, ownMetric } from '../foundation/metrics';
import { type QualityQueue, WATCH_TIMEOUT, WATCH_WINDOW } from '../ingest/quality-queue';

/** Properties of a {@link WatchQuality}. */
export interface WatchQualityProps {
  readonly stage: StageConfig;
  readonly quality: QualityQueue;
}

/** Folds what the collector reports into metrics by cohort, a second after it came. */
export class WatchQuality extends Construct {
  readonly handler: Handler<WatchQualityEnv>;
  private readonly stage: StageConfig;

  constructor(scope: Construct, id: string, { stage, quality }: WatchQualityProps) {
    super(scope, id);
    this.stage = stage;
    this.handler = new Handler<WatchQualityEnv>(this, 'Function', {
      subsystem: 'quality',
      step: 'watch-quality',
      stage,
      environment: { METRICS_NAMESPACE: metricsNamespace(stage), CDNS: stage.cdns.join(',') },
      memoryMiB: 512,
      timeout: WATCH_TIMEOUT,
      description: 'Folds quality reports into metrics by cohort.',
    });
    this.handler.addEventSource(
      new SqsEventSource(quality.queue, {
        batchSize: 1_000,
        maxBatchingWindow: WATCH_WINDOW,
        reportBatchItemFailures: true,
        // Provisioned pollers scale three times as fast: on a big night the default would be minutes behind.
        ...(stage.qualityPollers > 0 && {
          provisionedPollerConfig: { minimumPollers: stage.qualityPollers, maximumPollers: 20 * stage.qualityPollers },
        }),
      }),
    );
    grantPutMetrics(this.handler, stage);
    acknowledgePutMetrics(this.handler.role ?? this.handler);
  }

  /** Events that collect accepted. */
  metricAccepted(): Metric {
    return ownMetric(this.stage, QUALITY_METRICS.acceptedEvents, { label: 'accepted' });
  }

  /** Events that collect refused. */
  metricRefused(): Metric {
    return ownMetric(this.stage, QUALITY_METRICS.refusedEvents, { label: 'refused' });
  }

  /** Quality events that came too late to tell of now. */
  metricLate(): Metric {
    return ownMetric(this.stage, QUALITY_METRICS.lateEvents, { label: 'late for the alarms' });
  }

  /** From the receipt of an event until it is folded, ms. */
  metricDelay(): Metric {
    return ownMetric(this.stage, QUALITY_METRICS.qualityDelay, { statistic: 'Maximum', label: 'playback quality' });
  }
}
