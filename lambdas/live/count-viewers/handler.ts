import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KinesisStreamHandler, KinesisStreamRecord } from 'aws-lambda';
import { batchWrite } from 'aws-clients/dynamodb';
import { clientSettings } from 'aws-clients';
import { noteItems, writeNotes } from '../../ledger/ledger-notes';
import { ledgerScopeOf } from '../../ledger/ledger-scope';
import { createLogger } from '../../foundation/logger';
import { setAsideIn } from '../../foundation/set-aside';
import { type StreamRecord, toPresence } from './count-viewers';
import { readEnv } from './env';
import { presenceItems, progressItems } from './presence-items';

// Cold start.
const env = readEnv();
const logger = createLogger('count-viewers');
const dynamodb = new DynamoDBClient(clientSettings(3));
const ledger = ledgerScopeOf(env);
const setAside = setAsideIn(env, logger);
const settings = {
  buckets: Number(env.EVENT_BUCKETS),
  salts: Number(env.PRESENCE_SALTS),
  closeAfterMs: Number(env.CLOSE_AFTER_SECONDS) * 1000,
};

/** Called by Kinesis with a batch of one shard. A record that is no NDJSON of events is set aside, or named as failed while it can't be. */
export const handler: KinesisStreamHandler = async ({ Records }) => {
  const [first] = Records;
  if (!first) return { batchItemFailures: [] };
  const batch = toPresence(Records.map(toStreamRecord), settings);
  const start = {
    shardId: first.eventID.split(':')[0] ?? '',
    sequenceNumber: first.kinesis.sequenceNumber,
    records: Records.length,
  };
  await batchWrite(dynamodb, env.PRESENCE_TABLE_NAME, presenceItems(batch, start, settings.closeAfterMs));
  await batchWrite(dynamodb, env.PRESENCE_TABLE_NAME, progressItems(batch, settings));
  // Last: the ledger notes what is counted. A batch that it can't note comes again, which changes no count.
  const source = `${start.shardId}#${start.sequenceNumber}#${start.records}`;
  await writeNotes(dynamodb, ledger, noteItems('counted', source, batch.events, ledger));
  if (batch.late > 0) logger.warn('sessions came too late for their instants', { instants: batch.late, ...start });
  const left = await setAside(start.shardId, batch.unreadable);
  return { batchItemFailures: left.map(({ sequenceNumber }) => ({ itemIdentifier: sequenceNumber })) };
};

const toStreamRecord = ({ kinesis }: KinesisStreamRecord): StreamRecord => ({
  sequenceNumber: kinesis.sequenceNumber,
  bucket: Number(kinesis.partitionKey),
  arrivedAt: Math.round(kinesis.approximateArrivalTimestamp * 1000),
  data: kinesis.data,
});
