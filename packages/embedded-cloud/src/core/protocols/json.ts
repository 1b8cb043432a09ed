import { isObject, type JsonObject } from '../json-object';
import type { HttpRequest, HttpResponse } from '../service';
import { ServiceError } from '../service-error';
import { eventStreamResponse, type StreamEvent } from './event-stream';
import type { Protocol } from './protocol';
import { queryErrorHeader } from './query-errors';
import { operationInTarget } from './target';

/**
 * awsJson 1.0 or 1.1: the operation is in X-Amz-Target. The two versions differ in the content type only. Source:
 * https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export const json = (version: '1.0' | '1.1'): Protocol => {
  const headers = { 'content-type': `application/x-amz-json-${version}` };
  return {
    open: (request) => ({ operation: operationInTarget(request), read: () => parseObject(request) }),
    write: (output) =>
      eventStreamResponse(output, { contentType: headers['content-type'], encode: encodeEvent }) ?? {
        status: 200,
        headers,
        body: JSON.stringify(output),
      },
    error: (error, service): HttpResponse => ({
      status: error.status,
      headers: { ...headers, 'x-amzn-errortype': error.code, ...queryErrorHeader(error, service) },
      body: JSON.stringify({ __type: error.code, message: error.message }),
    }),
  };
};

const encodeEvent = ({ payload }: StreamEvent): Buffer => Buffer.from(JSON.stringify(payload));

const parseObject = ({ body }: HttpRequest): JsonObject => {
  try {
    const value: unknown = JSON.parse(body.toString('utf8') || '{}');
    if (isObject(value)) return value;
  } catch {
    // rejected below, like JSON that is not an object
  }
  throw new ServiceError('SerializationException', 'The request body is not a JSON object.');
};
