import { randomBytes } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { readKeyring } from '../../ingest/read-keyring';
import { clientSettings } from 'aws-clients';
import { ErasureLog } from '../erasure-log';
import { writeErasure } from '../erasure-message';
import { LakeObjects } from '../../lake/lake-objects';
import { readEnv } from './env';
import { answerRequest, readRequest, type RequestServices } from './request-erasure';

// Cold start.
const env = readEnv();
const sqs = new SQSClient(clientSettings(3));
const secrets = new SecretsManagerClient(clientSettings(3));
const objects = new LakeObjects(new S3Client({ ...clientSettings(3), forcePathStyle: true }), env.LAKE_BUCKET_NAME);
const services: RequestServices = {
  keyring: () => readKeyring(secrets, env.PSEUDONYM_SECRET_ARN), // read anew: a key of a minute ago counts
  objects,
  log: new ErasureLog(objects, Date.now),
  send: async (run) => {
    await sqs.send(new SendMessageCommand({ QueueUrl: env.ERASURE_QUEUE_URL, MessageBody: writeErasure(run) }));
  },
  now: Date.now,
  suffix: () => randomBytes(3).toString('hex'),
};

/** Called by an operator, who waits for the answer: see ErasureRequest. It logs nothing, for it is given a viewer's id. */
export const handler = (event: unknown): Promise<object> => answerRequest(readRequest(event), services);
