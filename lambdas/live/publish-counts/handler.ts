import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings } from 'aws-clients';
import { putToStream } from '../../ingest/event-stream';
import { createLogger } from '../../foundation/logger';
import { putMetrics } from '../../foundation/metric-data';
import { queueIsEmpty } from '../../foundation/queue-is-empty';
import { readEnv } from './env';
import { LiveCountsWriter } from './live-counts-writer';
import { LiveMetrics } from './live-metrics';
import { PresenceReader } from './presence-reader';
import { Publisher } from './publisher';
import { putWatermarks } from './put-watermarks';
import { runRounds } from './rounds';

/** A heartbeat is due 10 s after an instant at the latest; half a second is its way to the collector. */
const REPORT_MS = 10_500;

/**
 * The Scheduler starts a run each minute; a run ends a little before, so that the same environment goes on with what it has
 * read: one beside it would read all of it again. Where it ends later, the round at the minute's turn is still not left out.
 */
const RUN_MS = 59_000;

// Cold start. The publisher lives on between runs: its sets need not be read again.
const env = readEnv();
const logger = createLogger('publish-counts');
const dynamodb = new DynamoDBClient(clientSettings(3));
const sqs = new SQSClient(clientSettings(2));
const buckets = Number(env.EVENT_BUCKETS);
const toStream = putToStream(new KinesisClient(clientSettings(1, 1_000)), env.EVENT_STREAM_NAME, buckets);
const reader = new PresenceReader(dynamodb, env.PRESENCE_TABLE_NAME, Number(env.PRESENCE_SALTS));
const writer = new LiveCountsWriter(dynamodb, env.LIVE_COUNTS_TABLE_NAME, Number(env.KEEP_COUNTS_SECONDS));
const toCloudWatch = putMetrics(new CloudWatchClient(clientSettings(2, 1_000)), env.METRICS_NAMESPACE, (error) =>
  logger.warn('CloudWatch refused metric data', { error: error instanceof Error ? error.name : 'unknown' }),
);
const metrics = new LiveMetrics(toCloudWatch, REPORT_MS);

const publisher = new Publisher(
  {
    progress: () => reader.progress(),
    presence: (instant, arrivedFrom) => reader.presence(instant, arrivedFrom),
    putWatermarks: async (now) => {
      const refused = await putWatermarks(toStream, buckets, now);
      if (refused > 0) logger.warn('the stream refused watermarks: counts stay incomplete for now', { refused });
    },
    overflowIsEmpty: () => queueIsEmpty(sqs, env.OVERFLOW_QUEUE_URL).catch(() => false),
    publish: async (instant) => {
      await writer.publish(instant);
      await metrics.publish(instant);
    },
    now: Date.now,
  },
  { buckets, reportMs: REPORT_MS, closeAfterMs: Number(env.CLOSE_AFTER_SECONDS) * 1000 },
);

/** Called by the Scheduler each minute. */
export const handler = async (): Promise<void> => {
  const startedAt = Date.now();
  metrics.beginRun(startedAt);
  await runRounds(
    () => publisher.tick(),
    startedAt + RUN_MS,
    Date.now,
    (error) => {
      logger.error('a round failed', { error: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown' });
    },
  );
};
