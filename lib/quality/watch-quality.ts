import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { QUALITY_METRICS } from '../../domain/quality/metrics';
import type { WatchQualityEnv } from '../../lambdas/quality/watch-quality/env';
import { Handler } from '../foundation/handler';
import { metricsNamespace, ownMetric } from '../foundation/metrics';
import { type QualityQueue, WATCH_TIMEOUT, WATCH_WINDOW } from '../ingest';
import type { QualityConfig } from './config';
import type { ErrorCodesTable } from './error-codes-table';
import type { QualitySumsTable } from './quality-sums-table';

/** Properties of {@link WatchQuality}. */
export interface WatchQualityProps {
  readonly config: QualityConfig;
  readonly reports: QualityQueue;
  readonly errorCodes: ErrorCodesTable;
  readonly sums: QualitySumsTable;
}

/** Adds up the collector's quality reports by cohort about a second after they arrive: as metrics, and for the detection of outages. */
export class WatchQuality extends Construct {
  constructor(scope: Construct, id: string, props: WatchQualityProps) {
    super(scope, id);
    const { config, reports, errorCodes, sums } = props;
    const { cdns, slowStart, pollers } = config;
    const handler = new Handler<WatchQualityEnv>(this, 'Function', {
      step: 'watch-quality',
      environment: {
        METRICS_NAMESPACE: metricsNamespace(this),
        CDNS: cdns.join(','),
        ERROR_CODES_TABLE_NAME: errorCodes.tableName,
        SLOW_START_MS: String(slowStart.toMilliseconds()),
        QUALITY_SUMS_TABLE_NAME: sums.tableName,
        QUALITY_SUMS_SALTS: String(sums.salts),
      },
      memoryMiB: 512,
      timeout: WATCH_TIMEOUT,
      description: 'Adds up quality reports by cohort, for metrics and for the detection of outages.',
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
    handler.grantPutMetrics();
    errorCodes.grant(handler, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query');
    sums.grant(handler, 'dynamodb:BatchWriteItem');
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

  /** Playing and rebuffering time that sessions claimed beyond their share, ms. */
  metricUncounted(): Metric {
    return ownMetric(this, QUALITY_METRICS.uncountedTime, { label: 'uncounted' });
  }

  /** The time from the receipt of an event until its aggregation, ms. */
  metricDelay(): Metric {
    return ownMetric(this, QUALITY_METRICS.qualityDelay, { statistic: 'Maximum', label: 'playback quality' });
  }
}
