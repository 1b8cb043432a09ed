import type { SQSHandler } from 'aws-lambda';
import { driveRun } from '../../foundation/drive-run';
import { createLogger } from '../../foundation/logger';
import { decodeErasureRun } from '../erasure-message';
import { readEnv } from './env';
import { createServices } from './services';

// Cold start: clients of the lake, its catalog, Athena, the features table and the queue.
const services = createServices(readEnv(), createLogger('erase'));

/** Called by SQS with one erasure to continue. */
export const handler: SQSHandler = async ({ Records }) => {
  // Per message: run the steps of one erasure for half a minute, then send it on.
  for (const { body } of Records) await driveRun(decodeErasureRun(body), services);
};
