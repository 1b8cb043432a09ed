import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { clientSettings } from 'aws-clients';
import { OutageDetector, outageMessage, QUALITY_METRICS, type QualityLimits } from '../../../domain/quality';
import { createLogger, errorText } from '../../foundation/logger';
import { createMetrics, HIGH_RESOLUTION, metricDatum } from '../../foundation/metric-data';
import { runDetection } from './detection-run';
import { DetectorStore } from './detector-store';
import { readEnv } from './env';
import { SumsReader } from './sums-reader';

// Cold start: one detector for all runs of this environment, so that its sums need not be read again.
const env = readEnv();
const logger = createLogger('detect-outages');
const putMetrics = createMetrics(env.METRICS_NAMESPACE, logger, clientSettings(2, 1_000));
const dynamodb = new DynamoDBClient(clientSettings(3));
const sns = new SNSClient(clientSettings(3));
const store = new DetectorStore(dynamodb, env.QUALITY_SUMS_TABLE_NAME);
const reader = new SumsReader(dynamodb, env.QUALITY_SUMS_TABLE_NAME, Number(env.QUALITY_SUMS_SALTS), (batch, error) =>
  logger.error('A batch of sums cannot be read', { batch, error: errorText(error) }),
);
const detector = new OutageDetector(JSON.parse(env.QUALITY_LIMITS) as QualityLimits);

/** Called by the Scheduler in each minute. */
export const handler = (): Promise<void> =>
  // Per run: judge the newest sums every two seconds, until the next run takes over.
  runDetection(Date.now(), {
    detector,
    read: (now) => reader.read(now),
    takeOver: (startedAt) => store.takeOver(startedAt),
    save: (startedAt, detection) => store.save(startedAt, detection),
    send: async (change) => {
      logger.info('An outage has changed', { ...change });
      const message = outageMessage(change, { stage: env.STAGE, docsUrl: env.DOCS_URL });
      await sns.send(new PublishCommand({ TopicArn: env.ALARM_TOPIC_ARN, ...message }));
    },
    publish: async (openOutages) => {
      const datum = metricDatum(QUALITY_METRICS.openOutages, openOutages);
      await putMetrics([{ ...datum, StorageResolution: HIGH_RESOLUTION }]);
    },
    now: Date.now,
    onError: (error) => logger.error('A round failed', { error: errorText(error) }),
  });
