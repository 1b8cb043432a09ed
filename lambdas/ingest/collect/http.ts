import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { isCountryCode } from '../../../domain/families';
import type { CollectRequest } from './check-request';
import type { CollectAnswer } from './collect';

/** Set by CloudFront if it is in front of the API. Otherwise a player may set it, as it may set the event's country. */
const COUNTRY_HEADER = 'cloudfront-viewer-country';

/** Converts an event of the HTTP API (payload format 2.0) to a request. */
export const toCollectRequest = (event: APIGatewayProxyEventV2): CollectRequest => ({
  requestId: event.requestContext.requestId,
  receivedAt: event.requestContext.timeEpoch,
  contentType: event.headers['content-type'] ?? '',
  contentEncoding: event.headers['content-encoding'] ?? '',
  bytes: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
  ...(event.headers['origin'] !== undefined && { origin: event.headers['origin'] }),
  ...(isCountryCode(event.headers[COUNTRY_HEADER]) && { country: event.headers[COUNTRY_HEADER] }),
});

/** Converts an answer to the result that the HTTP API expects. */
export const toHttpResult = (answer: CollectAnswer): APIGatewayProxyStructuredResultV2 => ({
  statusCode: answer.status,
  headers: {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    ...(answer.retryAfterSeconds !== undefined && { 'retry-after': String(answer.retryAfterSeconds) }),
    ...(answer.acceptEncoding !== undefined && { 'accept-encoding': answer.acceptEncoding }),
  },
  body: JSON.stringify(answer.body),
});
