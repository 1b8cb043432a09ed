import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { INGEST_METRICS, type UnreadableRecord } from '../../domain/ingest';
import { clientSettings } from 'aws-clients';
import type { UnreadableEnv } from './env';
import type { createLogger } from './logger';
import { putMetrics } from './metric-data';

/**
 * Keeps each record whole under a key of its own, so that one that comes again overwrites itself. Gives back those that
 * could not be kept: they must be delivered again.
 */
export type SetAside = (shardId: string, records: readonly UnreadableRecord[]) => Promise<readonly UnreadableRecord[]>;

/** What takes unreadable records out of the way of those behind them, by a function's environment. */
export const setAsideIn = (env: UnreadableEnv, logger: ReturnType<typeof createLogger>): SetAside => {
  const s3 = new S3Client({ ...clientSettings(3), forcePathStyle: true });
  const put = putMetrics(new CloudWatchClient(clientSettings(2)), env.METRICS_NAMESPACE, (error) =>
    logger.warn('CloudWatch refused metric data', { error: nameOf(error) }),
  );
  const keep = async (shardId: string, record: UnreadableRecord): Promise<boolean> => {
    const { sequenceNumber, reason } = record;
    const Key = `${env.UNREADABLE_PREFIX}${shardId}/${sequenceNumber}.json`;
    const about = { shardId, sequenceNumber, reason, key: Key };
    try {
      const Body = JSON.stringify({ shardId, ...record });
      await s3.send(new PutObjectCommand({ Bucket: env.UNREADABLE_BUCKET_NAME, Key, Body }));
      logger.error('a record is not what collect writes: it was set aside', about);
      return true;
    } catch (error) {
      logger.error('a record is not what collect writes, and can not be set aside', { ...about, error: nameOf(error) });
      return false;
    }
  };
  return async (shardId, records) => {
    const left: UnreadableRecord[] = [];
    for (const record of records) if (!(await keep(shardId, record))) left.push(record);
    if (records.length > 0) {
      await put([
        { MetricName: INGEST_METRICS.unreadableRecords, Value: records.length, Unit: 'Count', Timestamp: new Date() },
      ]);
    }
    return left;
  };
};

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
