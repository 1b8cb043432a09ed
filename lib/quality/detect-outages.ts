import { type Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { QUALITY_METRICS } from '../../domain/quality';
import type { DetectOutagesEnv } from '../../lambdas/quality/detect-outages/env';
import type { MessageRecipient } from '../alerts';
import { Handler } from '../foundation/handler';
import { metricsNamespace, ownMetric } from '../foundation/metrics';
import { RunInTurns, TURN_TIMEOUT } from '../foundation/run-in-turns';
import { settingsOf } from '../foundation/subsystem-stack';
import type { QualityConfig } from './config';
import type { QualitySumsTable } from './quality-sums-table';

/** Properties of {@link DetectOutages}. */
export interface DetectOutagesProps {
  readonly config: QualityConfig;
  readonly sums: QualitySumsTable;
  readonly recipient: MessageRecipient;
}

/**
 * Judges the sums of all cohorts every two seconds, and tells people about outages. The Scheduler starts a run in each minute, and a
 * run lasts until the next one takes over.
 */
export class DetectOutages extends Construct {
  constructor(scope: Construct, id: string, { config, sums, recipient }: DetectOutagesProps) {
    super(scope, id);
    const handler = new Handler<DetectOutagesEnv>(this, 'Function', {
      step: 'detect-outages',
      environment: {
        QUALITY_SUMS_TABLE_NAME: sums.tableName,
        QUALITY_SUMS_SALTS: String(sums.salts),
        QUALITY_LIMITS: JSON.stringify(config.limits),
        ALARM_TOPIC_ARN: recipient.topicArn,
        DOCS_URL: recipient.docsUrl,
        STAGE: settingsOf(this).name,
        METRICS_NAMESPACE: metricsNamespace(this),
      },
      memoryMiB: config.detectorMemoryMiB,
      timeout: TURN_TIMEOUT,
      description: 'Finds playback outages of any cohort, and tells people about them.',
    });
    handler.grantPutMetrics();
    sums.grant(handler, 'dynamodb:Query', 'dynamodb:UpdateItem');
    recipient.grantPublish(handler);
    new RunInTurns(this, 'EachMinute', handler);
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
