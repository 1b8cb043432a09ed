import type { HttpResponse } from '../service';
import { encodeCbor } from './cbor';
import { readCbor, writeCbor } from './cbor-values';
import { modelOf, type Protocol } from './protocol';
import { operationInTarget } from './target';

/** Timestamps are whole milliseconds, although RFC 8949 defines seconds. Source: https://github.com/aws/aws-sdk-java-v2/issues/4661 */
const TIME = { unitsPerSecond: 1_000 } as const;
const CONTENT_TYPE = { 'content-type': 'application/x-amz-cbor-1.1' };

/** awsJson 1.1 with CBOR in place of JSON, which the Java SDKs use for Kinesis by default. */
export const awsCbor: Protocol = {
  open: (request) => ({ operation: operationInTarget(request), read: () => readCbor(request.body, TIME) }),
  write: (output, operation, service): HttpResponse => {
    const shape = modelOf(service).outputOf(operation);
    return { status: 200, headers: CONTENT_TYPE, body: shape ? writeCbor(output, shape, TIME) : encodeCbor({}) };
  },
  error: ({ code, message, status }): HttpResponse => ({
    status,
    headers: { ...CONTENT_TYPE, 'x-amzn-errortype': code },
    body: encodeCbor({ __type: code, message }),
  }),
};
