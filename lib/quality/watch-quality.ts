import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import type { WatchQualityEnv } from '../../lambdas/quality/watch-quality/env';
import { Handler } from '../foundation/handler';
import { type QualityQueue, WATCH_TIMEOUT, WATCH_WINDOW } from '../ingest';
import type { QualityConfig } from './config';
import type { TotalsQueue } from './totals-queue';

/** Properties of {@link WatchQuality}. */
export interface WatchQualityProps {
  readonly config: QualityConfig;
  readonly reports: QualityQueue;
  readonly totals: TotalsQueue;
}

/** Folds the collector's quality reports into totals by device class and CDN, about a second after they arrive. */
export class WatchQuality extends Construct {
  constructor(scope: Construct, id: string, { config: { cdns, pollers }, reports, totals }: WatchQualityProps) {
    super(scope, id);
    const handler = new Handler<WatchQualityEnv>(this, 'Function', {
      step: 'watch-quality',
      environment: { TOTALS_QUEUE_URL: totals.queue.queueUrl, CDNS: cdns.join(',') },
      memoryMiB: 512,
      timeout: WATCH_TIMEOUT,
      description: 'Folds quality reports into totals by device class and CDN.',
    });
    handler.addEventSource(
      new SqsEventSource(reports.queue, {
        batchSize: 1_000,
        maxBatchingWindow: WATCH_WINDOW,
        reportBatchItemFailures: true,
        // Provisioned pollers scale three times as fast; the default pollers would fall minutes behind at a peak.
        ...(pollers > 0 && {
          provisionedPollerConfig: { minimumPollers: pollers, maximumPollers: 20 * pollers },
        }),
      }),
    );
    totals.grantSend(handler);
  }
}
