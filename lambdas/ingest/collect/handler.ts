import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { FirehoseClient } from '@aws-sdk/client-firehose';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { APIGatewayProxyHandlerV2 } from 'aws-lambda';
import { cachedKeyring } from '../read-keyring';
import { clientSettings } from 'aws-clients';
import { putToStream } from '../event-stream';
import { ledgerScopeOf } from '../../ledger/ledger-scope';
import { createLogger } from '../../foundation/logger';
import { encodeOverflow } from '../overflow-message';
import { putToQuarantine } from '../quarantine-stream';
import { collect } from './collect';
import { DurableStore } from './durable-store';
import { readEnv } from './env';
import { toCollectRequest, toHttpResult } from './http';
import { noteRequest } from './note-request';

// Cold start: read the environment and build what every request shares. Streams are tried once a call, for
// DurableStore retries entry by entry itself.
const env = readEnv();
const buckets = Number(env.EVENT_BUCKETS);
const logger = createLogger('collect');
const sqs = new SQSClient(clientSettings(2, 2_000));
const report = (problem: string, error: unknown): void => {
  logger.warn(problem, { error: error instanceof Error ? error.name : 'unknown' }); // a message may quote what was sent
};
const services = {
  store: new DurableStore({
    putEvents: putToStream(new KinesisClient(clientSettings(1, 1_000)), env.EVENT_STREAM_NAME, buckets),
    putQuarantine: putToQuarantine(new FirehoseClient(clientSettings(1, 1_000)), env.QUARANTINE_STREAM_NAME),
    sendOverflow: async (overflow) => {
      await sqs.send(
        new SendMessageCommand({ QueueUrl: env.OVERFLOW_QUEUE_URL, MessageBody: encodeOverflow(overflow) }),
      );
      logger.warn('a stream refused records: they wait in the overflow queue', { target: overflow.target });
    },
    report,
  }),
  sendQuality: async (MessageBody: string) => {
    await sqs.send(new SendMessageCommand({ QueueUrl: env.QUALITY_QUEUE_URL, MessageBody }));
  },
  note: noteRequest(new DynamoDBClient(clientSettings(1, 500)), ledgerScopeOf(env)),
  keyring: cachedKeyring(new SecretsManagerClient(clientSettings(2, 2_000)), env.PSEUDONYM_SECRET_ARN),
  allowedOrigins: env.ALLOWED_ORIGINS.split(','),
  buckets,
  random: Math.random,
  report,
};

/** Called by the HTTP API for each POST /v1/events. */
export const handler: APIGatewayProxyHandlerV2 = async (event) => {
  const answer = await collect(toCollectRequest(event), services);
  if (answer.status === 503) logger.error('nothing took the events: the player must send them again');
  return toHttpResult(answer);
};
