import { randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings } from 'aws-clients';
import { queueSender } from '../../foundation/queues';
import { readKeyring, suppressionKey, suppressViewer } from '../../ingest';
import { LakeObjects } from '../../lake';
import { ErasureLog } from '../erasure-log';
import { encodeErasureRun } from '../erasure-message';
import { decodeViewerStores } from '../viewer-stores';
import { readEnv } from './env';
import { answerRequest, readRequest, type RequestServices } from './request-erasure';

// Cold start: clients of the secrets, the list of erased viewers, the lake and the queue. The keyring is not cached, so that a new key counts at once.
const env = readEnv();
const send = queueSender(new SQSClient(clientSettings(3)), encodeErasureRun);
const secrets = new SecretsManagerClient(clientSettings(3));
const dynamodb = new DynamoDBClient(clientSettings(3));
const objects = new LakeObjects(new S3Client({ ...clientSettings(3), forcePathStyle: true }), env.LAKE_BUCKET_NAME);
const services: RequestServices = {
  keyring: () => readKeyring(secrets, env.PSEUDONYM_SECRET_ARN),
  suppressionKey: suppressionKey(secrets, env.SUPPRESSION_SECRET_ARN),
  suppress: (request, suppression) => suppressViewer(dynamodb, env.SUPPRESSED_VIEWERS_TABLE_NAME, request, suppression),
  objects,
  log: new ErasureLog(objects, Date.now),
  stores: decodeViewerStores(env.VIEWER_STORES),
  send: (run) => send(env.ERASURE_QUEUE_URL, run),
  now: Date.now,
  suffix: () => randomBytes(3).toString('hex'),
};

/** Called by an operator, who waits for the answer: see ErasureRequest. */
export const handler = (event: unknown): Promise<object> =>
  // Per request: answer it. Nothing is logged, because the request contains a viewer's id.
  answerRequest(readRequest(event), services);
