import type { APIGatewayProxyHandlerV2 } from 'aws-lambda';
import { createLogger, errorName } from '../../foundation/logger';
import { collect } from './collect';
import { readEnv } from './env';
import { toCollectRequest, toHttpResult } from './http';
import { createServices } from './services';

// Cold start: clients of the streams, the queues, the ledger and the keyring. The message of an error may quote what a
// player sent, so only its name is logged.
const logger = createLogger('collect');
const services = createServices(readEnv(), logger, (problem, error) =>
  logger.warn(problem, { error: errorName(error) }),
);

/** Called by the HTTP API for each POST /v1/events. */
export const handler: APIGatewayProxyHandlerV2 = async (event) => {
  // Per request: check its events, store them durably, and answer.
  const answer = await collect(toCollectRequest(event), services);
  if (answer.status === 503) logger.error('Could not store events; the player must send them again');
  return toHttpResult(answer);
};
