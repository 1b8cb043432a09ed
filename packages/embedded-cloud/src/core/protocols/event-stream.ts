import { crc32 } from 'node:zlib';
import type { JsonObject } from '../json-object';
import type { HttpResponse } from '../service';

/** One event of a stream; `type` is the member of the event union that it is. */
export interface StreamEvent {
  readonly type: string;
  readonly payload: JsonObject;
}

/** The events that an operation returns as a member of its output. They are sent while they are produced. */
export class EventStream {
  constructor(readonly events: AsyncIterable<StreamEvent>) {}
}

/** How a protocol writes the payload of an event; `member` is the member of the output that is the stream. */
interface EventWriter {
  readonly contentType: string;
  readonly encode: (event: StreamEvent, member: string) => Buffer;
}

/** The answer with the events of an output; undefined for an output without a stream. */
export const eventStreamResponse = (
  output: JsonObject,
  { contentType, encode }: EventWriter,
): HttpResponse | undefined => {
  for (const [member, value] of Object.entries(output)) {
    if (!(value instanceof EventStream)) continue;
    const toMessage = (event: StreamEvent) => encodeMessage(event.type, contentType, encode(event, member));
    return {
      status: 200,
      headers: { 'content-type': 'application/vnd.amazon.eventstream' },
      stream: messagesOf(value, toMessage),
    };
  }
  return undefined;
};

/** RPC protocols send the other members of the output as the first message; here it has no members. */
async function* messagesOf({ events }: EventStream, toMessage: (event: StreamEvent) => Buffer): AsyncGenerator<Buffer> {
  yield toMessage({ type: 'initial-response', payload: {} });
  for await (const event of events) yield toMessage(event);
}

const STRING = 7;
const [PRELUDE_BYTES, CRC_BYTES] = [8, 4];

/** Source: https://smithy.io/2.0/aws/amazon-eventstream.html */
const encodeMessage = (type: string, contentType: string, payload: Buffer): Buffer => {
  const headers = Buffer.concat(
    Object.entries({ ':message-type': 'event', ':event-type': type, ':content-type': contentType }).map(encodeHeader),
  );
  const prelude = Buffer.alloc(PRELUDE_BYTES + CRC_BYTES);
  prelude.writeUInt32BE(prelude.length + headers.length + payload.length + CRC_BYTES, 0);
  prelude.writeUInt32BE(headers.length, 4);
  prelude.writeUInt32BE(crc32(prelude.subarray(0, PRELUDE_BYTES)), PRELUDE_BYTES);
  const message = Buffer.concat([prelude, headers, payload]);
  return Buffer.concat([message, uint32(crc32(message))]);
};

const encodeHeader = ([name, value]: readonly [string, string]): Buffer => {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(value));
  return Buffer.concat([
    Buffer.from([name.length]),
    Buffer.from(name),
    Buffer.from([STRING]),
    length,
    Buffer.from(value),
  ]);
};

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(CRC_BYTES);
  bytes.writeUInt32BE(value);
  return bytes;
};
