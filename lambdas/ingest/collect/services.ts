import type { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { FirehoseClient } from '@aws-sdk/client-firehose';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings } from 'aws-clients';
import { type PlayerEvent, VIEWING, type ViewingEvent } from '../../../domain/families/viewing';
import { queueSender } from '../../foundation/queues';
import { ledgerScopeOf } from '../../ledger';
import { putToStream } from '../event-stream';
import { cachedKeyring } from '../keyring-secret';
import { encodeOverflow } from '../overflow-message';
import { putToQuarantine } from '../quarantine-stream';
import { suppressedViewers } from '../suppressed-viewers';
import { suppressionKey } from '../suppression-key';
import type { CollectServices } from './collect';
import { DurableStore } from './durable-store';
import type { CollectEnv } from './env';
import { erasedViewers } from './erased-viewers';
import { noteRequest } from './note-request';
import { reportQuality } from './report-quality';

type ViewingServices = CollectServices<PlayerEvent, ViewingEvent>;

/**
 * Connects collecting viewing events to its environment. The SDK does not retry calls to streams, because DurableStore
 * retries refused entries itself.
 */
export const createServices = (env: CollectEnv, logger: Logger, report: ViewingServices['report']): ViewingServices => {
  const buckets = Number(env.EVENT_BUCKETS);
  const sqs = new SQSClient(clientSettings(2, 2_000));
  const sendOverflow = queueSender(sqs, encodeOverflow);
  const sendQuality = queueSender(sqs, (report: string) => report);
  const store = new DurableStore({
    putEvents: putToStream(new KinesisClient(clientSettings(1, 1_000)), env.EVENT_STREAM_NAME, buckets),
    putQuarantine: putToQuarantine(new FirehoseClient(clientSettings(1, 1_000)), env.QUARANTINE_STREAM_NAME),
    sendOverflow: async (overflow) => {
      await sendOverflow(env.OVERFLOW_QUEUE_URL, overflow);
      logger.warn('A stream refused records; they are in the overflow queue', { target: overflow.target });
    },
    report,
  });
  const secrets = new SecretsManagerClient(clientSettings(2, 2_000));
  const dynamodb = new DynamoDBClient(clientSettings(1, 500));
  return {
    family: VIEWING,
    store,
    reportQuality: reportQuality((message) => sendQuality(env.QUALITY_QUEUE_URL, message), report),
    note: noteRequest(dynamodb, ledgerScopeOf(env)),
    keyring: cachedKeyring(secrets, env.PSEUDONYM_SECRET_ARN),
    isErased: erasedViewers(
      suppressedViewers(dynamodb, env.SUPPRESSED_VIEWERS_TABLE_NAME, 'digest'),
      suppressionKey(secrets, env.SUPPRESSION_SECRET_ARN),
    ),
    noteSuppressed: (events) => logger.info('Dropped events of erased viewers', { events }),
    allowedOrigins: env.ALLOWED_ORIGINS.split(','),
    buckets,
    random: Math.random,
    report,
  };
};
