import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientSettings } from 'aws-clients';
import { batchWrite } from 'aws-clients/dynamodb';
import type { KinesisStreamHandler, KinesisStreamRecord } from 'aws-lambda';
import { createLogger } from '../../foundation/logger';
import { createSetAside } from '../../foundation/unreadable-records';
import { ledgerScopeOf, noteItems, writeNotes } from '../../ledger';
import { presenceItems, progressItems } from './batch-items';
import { type StreamRecord, toPresence } from './count-viewers';
import { readEnv } from './env';

// Cold start: clients of the presence table, the ledger and the bucket of unreadable records.
const env = readEnv();
const logger = createLogger('count-viewers');
const dynamodb = new DynamoDBClient(clientSettings(3));
const ledger = ledgerScopeOf(env);
const setAside = createSetAside(env, logger);
const settings = {
  buckets: Number(env.EVENT_BUCKETS),
  salts: Number(env.PRESENCE_SALTS),
  closeAfterMs: Number(env.CLOSE_AFTER_SECONDS) * 1000,
};

/** Called by Kinesis with a batch of one shard. Kinesis delivers the batch again from the records that the answer names. */
export const handler: KinesisStreamHandler = async ({ Records }) => {
  const [first] = Records;
  if (!first) return { batchItemFailures: [] };
  // Per batch: write its presence, its progress, and its notes for the ledger.
  const batch = toPresence(Records.map(toStreamRecord), settings);
  const start = {
    shardId: first.eventID.split(':')[0] ?? '',
    sequenceNumber: first.kinesis.sequenceNumber,
    records: Records.length,
  };
  await batchWrite(dynamodb, env.PRESENCE_TABLE_NAME, presenceItems(batch, start, settings.closeAfterMs));
  await batchWrite(dynamodb, env.PRESENCE_TABLE_NAME, progressItems(batch, settings));
  // The notes come last: the ledger notes only what is counted. If they fail, the batch is delivered again, which changes
  // no count.
  const source = `${start.shardId}#${start.sequenceNumber}#${start.records}`;
  await writeNotes(dynamodb, ledger, noteItems('counted', source, batch.events, ledger));
  if (batch.late > 0)
    logger.warn('Sessions arrived after their instants had closed', { instants: batch.late, ...start });
  const unstored = await setAside(start.shardId, batch.unreadable);
  return { batchItemFailures: unstored.map(({ sequenceNumber }) => ({ itemIdentifier: sequenceNumber })) };
};

// Per record: take the bucket from its partition key, and the arrival in ms.
const toStreamRecord = ({ kinesis }: KinesisStreamRecord): StreamRecord => ({
  sequenceNumber: kinesis.sequenceNumber,
  bucket: Number(kinesis.partitionKey),
  arrivedAt: Math.round(kinesis.approximateArrivalTimestamp * 1000),
  data: kinesis.data,
});
