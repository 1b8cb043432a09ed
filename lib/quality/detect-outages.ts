import { Duration } from 'aws-cdk-lib';
import { type Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { QUALITY_METRICS, type QualityLimits } from '../../domain/quality';
import type { DetectOutagesEnv } from '../../lambdas/quality/detect-outages/env';
import type { MessageRecipient } from '../alerts';
import { Handler } from '../foundation/handler';
import { metricsNamespace, ownMetric } from '../foundation/metrics';
import { ScheduledRun } from '../foundation/scheduled-run';
import { settingsOf } from '../foundation/subsystem-stack';
import type { QualityConfig } from './config';
import type { QualitySumsTable } from './quality-sums-table';

/** Properties of {@link DetectOutages}. */
export interface DetectOutagesProps {
  readonly config: QualityConfig;
  readonly sums: QualitySumsTable;
  readonly recipient: MessageRecipient;
}

const EVERY = Duration.minutes(1);

/**
 * Judges the sums of all cohorts every two seconds, and tells people about outages. The Scheduler starts a run in each minute, and a
 * run lasts until the next one takes over.
 */
export class DetectOutages extends Construct {
  constructor(scope: Construct, id: string, { config, sums, recipient }: DetectOutagesProps) {
    super(scope, id);
    const { limits } = config;
    const detectorLimits: QualityLimits = {
      startFailureRatio: limits.startFailureRatio,
      playbackFailureRatio: limits.playbackFailureRatio,
      rebufferingRatio: limits.rebufferingRatio,
      slowStartRatio: limits.slowStartRatio,
    };
    const handler = new Handler<DetectOutagesEnv>(this, 'Function', {
      step: 'detect-outages',
      environment: {
        QUALITY_SUMS_TABLE_NAME: sums.tableName,
        QUALITY_SUMS_SALTS: String(sums.salts),
        QUALITY_LIMITS: JSON.stringify(detectorLimits),
        ALARM_TOPIC_ARN: recipient.topicArn,
        DOCS_URL: recipient.docsUrl,
        STAGE: settingsOf(this).name,
        METRICS_NAMESPACE: metricsNamespace(this),
      },
      memoryMiB: config.detectorMemoryMiB,
      timeout: Duration.seconds(150), // a run lasts up to 125 s, and its last round may be slow
      description: 'Finds playback outages of any cohort, and tells people about them.',
    });
    handler.grantPutMetrics();
    sums.grant(handler, 'dynamodb:Query', 'dynamodb:UpdateItem');
    recipient.grantPublish(handler);
    handler.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: EVERY });
    new ScheduledRun(this, 'EachMinute', {
      handler,
      schedule: ScheduleExpression.rate(EVERY),
      retryAttempts: 0, // the next minute's run is the retry
      maxEventAge: EVERY,
    });
  }

  /** The outages of now. The maximum, not the sum: several rounds report in a period. */
  metricOpenOutages(): Metric {
    return ownMetric(this, QUALITY_METRICS.openOutages, { statistic: Stats.MAXIMUM, label: 'outages' });
  }

  /** How often the detection has looked. */
  metricRounds(): Metric {
    return ownMetric(this, QUALITY_METRICS.openOutages, { statistic: Stats.SAMPLE_COUNT, label: 'rounds' });
  }
}
