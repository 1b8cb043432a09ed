import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Logger } from '@aws-lambda-powertools/logger';
import { clientSettings } from 'aws-clients';
import { queueIsEmpty } from '../../foundation/queues';
import { putToStream } from '../../ingest';
import type { PublishCountsEnv } from './env';
import { LiveCountsWriter } from './live-counts-writer';
import type { LiveMetrics } from './live-metrics';
import { PresenceReader } from './presence-reader';
import type { PublisherServices } from './publisher';
import { putWatermarks } from './put-watermarks';

/** Connects a publisher to the stream, the overflow queue and the tables of its environment. */
export const createServices = (
  env: PublishCountsEnv,
  dynamodb: DynamoDBClient,
  metrics: LiveMetrics,
  logger: Logger,
): PublisherServices => {
  const sqs = new SQSClient(clientSettings(2));
  const buckets = Number(env.EVENT_BUCKETS);
  const putRecords = putToStream(new KinesisClient(clientSettings(1, 1_000)), env.EVENT_STREAM_NAME, buckets);
  const reader = new PresenceReader(dynamodb, env.PRESENCE_TABLE_NAME, Number(env.PRESENCE_SALTS));
  const writer = new LiveCountsWriter(dynamodb, env.LIVE_COUNTS_TABLE_NAME, Number(env.KEEP_COUNTS_SECONDS));
  return {
    progress: () => reader.progress(),
    presence: (instant, arrivedFrom) => reader.presence(instant, arrivedFrom),
    bounds: (arrivedFrom, arrivedTo) => reader.bounds(arrivedFrom, arrivedTo),
    putWatermarks: async (now) => {
      const refused = await putWatermarks(putRecords, buckets, now);
      if (refused > 0)
        logger.warn('The stream refused watermarks; counts stay incomplete until the next ones', { refused });
    },
    overflowIsEmpty: () => queueIsEmpty(sqs, env.OVERFLOW_QUEUE_URL).catch(() => false),
    publish: async (instant) => {
      await writer.publish(instant);
      await metrics.publish(instant);
    },
    now: Date.now,
  };
};
