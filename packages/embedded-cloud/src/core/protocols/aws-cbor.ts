import type { HttpResponse } from '../service';
import type { Shape } from './api-model';
import { encodeCbor } from './cbor';
import { readCbor, writeCbor } from './cbor-values';
import { eventStreamResponse, type StreamEvent } from './event-stream';
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
    const encode = ({ type, payload }: StreamEvent, member: string): Buffer => {
      const event = memberOf(memberOf(shape, member), type);
      return event?.kind === 'structure' ? writeCbor(payload, event, TIME) : encodeCbor({});
    };
    const events = eventStreamResponse(output, { contentType: CONTENT_TYPE['content-type'], encode });
    if (events) return events;
    return { status: 200, headers: CONTENT_TYPE, body: shape ? writeCbor(output, shape, TIME) : encodeCbor({}) };
  },
  error: ({ code, message, status }): HttpResponse => ({
    status,
    headers: { ...CONTENT_TYPE, 'x-amzn-errortype': code },
    body: encodeCbor({ __type: code, message }),
  }),
};

const memberOf = (shape: Shape | undefined, name: string): Shape | undefined =>
  shape?.kind === 'structure' ? shape.members().find((member) => member.name === name)?.shape : undefined;
