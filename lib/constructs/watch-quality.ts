import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import type { WatchQualityEnv } from '../../lambdas/watch-quality/env';
import type { StageConfig } from '../config';
import { Handler } from './handler';
import { acknowledgePutMetrics, grantPutMetrics, metricsNamespace } from './metrics';
import { type QualityQueue, WATCH_TIMEOUT, WATCH_WINDOW } from './quality-queue';

/** Properties of a {@link WatchQuality}. */
export interface WatchQualityProps {
  readonly stage: StageConfig;
  readonly quality: QualityQueue;
}

/** Folds what the collector reports into metrics by cohort, a second after it came. */
export class WatchQuality extends Construct {
  readonly handler: Handler<WatchQualityEnv>;

  constructor(scope: Construct, id: string, { stage, quality }: WatchQualityProps) {
    super(scope, id);
    this.handler = new Handler<WatchQualityEnv>(this, 'Function', {
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
}
