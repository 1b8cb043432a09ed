import type { Logger } from '@aws-lambda-powertools/logger';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { clientSettings } from 'aws-clients';
import { INGEST_METRICS, type UnreadableRecord } from '../../domain/ingest';
import type { UnreadableEnv } from './env';
import { errorName } from './logger';
import { createMetrics, metricDatum } from './metric-data';

/**
 * Stores unreadable records of a shard, each under its own key, so that a record that is delivered twice overwrites itself.
 * Returns the records that could not be stored: they must be delivered again.
 */
export type SetAside = (shardId: string, records: readonly UnreadableRecord[]) => Promise<readonly UnreadableRecord[]>;

/** Sets unreadable records aside in the bucket of a function's environment, so that they do not block those behind them. */
export const createSetAside = (env: UnreadableEnv, logger: Logger): SetAside => {
  const s3 = new S3Client({ ...clientSettings(3), forcePathStyle: true });
  const put = createMetrics(env.METRICS_NAMESPACE, logger, clientSettings(2));
  const store = async (shardId: string, record: UnreadableRecord): Promise<boolean> => {
    const { sequenceNumber, reason } = record;
    const Key = `${env.UNREADABLE_PREFIX}${shardId}/${sequenceNumber}.json`;
    const details = { shardId, sequenceNumber, reason, key: Key };
    try {
      const Body = JSON.stringify({ shardId, ...record });
      await s3.send(new PutObjectCommand({ Bucket: env.UNREADABLE_BUCKET_NAME, Key, Body }));
      logger.error('Set aside an unreadable record', details);
      return true;
    } catch (error) {
      logger.error('Could not set aside an unreadable record', { ...details, error: errorName(error) });
      return false;
    }
  };
  return async (shardId, records) => {
    const unstored: UnreadableRecord[] = [];
    for (const record of records) if (!(await store(shardId, record))) unstored.push(record);
    if (records.length > 0) await put([metricDatum(INGEST_METRICS.unreadableRecords, records.length)]);
    return unstored;
  };
};
