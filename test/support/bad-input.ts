import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** A request that the collector must refuse, as a whole or in one event. */
export interface BadInput {
  readonly status: number;
  readonly field: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

const event = (more: object = {}): object => ({
  event_id: randomUUID(),
  event: 'heartbeat',
  event_ts: Date.now() - 1_000,
  sequence: 3,
  session_id: 'hostile',
  content_id: 'title-1',
  viewer_id: 'viewer@example.com',
  interval_ms: 1_000,
  state: 'playing',
  device_type: 'web',
  stream_type: 'vod',
  ...more,
});

const request = (...events: readonly unknown[]): string => JSON.stringify({ sent_at: Date.now(), events });

/** An event in which one field has the given text, which may not be JSON. */
const raw = (field: string, text: string): string => request(event({ [field]: '@' })).replace('"@"', text);

const whole = (status: number, field: string, body: BadInput['body'], headers?: BadInput['headers']): BadInput => ({
  status,
  field,
  body,
  ...(headers && { headers }),
});
const inEvent = (field: string, body: string): BadInput => ({ status: 202, field, body });

const bytes = (...parts: readonly (string | number)[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))));

const ZIPPED = { 'content-type': 'application/octet-stream', 'content-encoding': 'gzip' };
const NAMES = ['__proto__', 'constructor', 'hasOwnProperty'];

/** Requests that break parsers, prototypes, memory and clocks, by name; each call makes new ones with new ids. */
export const badInput = (): Readonly<Record<string, BadInput>> => ({
  'not JSON': whole(400, 'body', 'hello'),
  'an array at the root': whole(400, 'body', '[]'),
  'null at the root': whole(400, 'body', 'null'),
  'an unclosed depth bomb': whole(400, 'body', '['.repeat(200_000)),
  'a depth bomb at the root': whole(400, 'body', '['.repeat(200_000) + ']'.repeat(200_000)),
  'a depth bomb in an event': inEvent('cdn', raw('cdn', '{"a":'.repeat(50_000) + '1' + '}'.repeat(50_000))),
  'a body over the limit': whole(413, 'body', 'x'.repeat(600_000)),
  'a gzip bomb': whole(413, 'body', gzipSync(Buffer.alloc(50_000_000)), ZIPPED),
  'a body that is not gzip': whole(400, 'body', 'abc', ZIPPED),
  'gzip as text': whole(415, 'content-encoding', gzipSync(request(event())), { 'content-encoding': 'gzip' }),
  'an unknown content type': whole(415, 'content-type', '<a/>', { 'content-type': 'text/xml' }),
  'an unknown encoding': whole(415, 'content-encoding', request(event()), { 'content-encoding': 'br' }),
  NaN: whole(400, 'body', raw('playhead_ms', 'NaN')),
  Infinity: whole(400, 'body', raw('playhead_ms', 'Infinity')),
  '1e999': inEvent('playhead_ms', raw('playhead_ms', '1e999')),
  '-0': inEvent('sequence', raw('sequence', '-0')),
  '2^53+1': inEvent('sequence', raw('sequence', '9007199254740993')),
  'a lone surrogate': inEvent('session_id', raw('session_id', '"a\\ud800"')),
  'a control character': inEvent('content_id', raw('content_id', '"a\\u0000"')),
  'a line break in an id': inEvent('viewer_id', raw('viewer_id', '"a\\nb"')),
  // API Gateway replaces such bytes in a body of a text type: only gzip brings them to the collector.
  'invalid UTF-8': whole(400, 'body', gzipSync(bytes('{"sent_at":1,"events":["', 0xff, '"]}')), ZIPPED),
  'a surrogate in UTF-8': whole(
    400,
    'body',
    gzipSync(bytes('{"sent_at":1,"events":["', 0xed, 0xa0, 0x80, '"]}')),
    ZIPPED,
  ),
  ...Object.fromEntries(
    NAMES.flatMap((name) => [
      [`${name} as a key`, inEvent(name, request(event()).replace('"state"', `"${name}":{"a":1},"state"`))],
      [`${name} as a value`, inEvent('device_type', request(event({ device_type: name })))],
      [`${name} at the root`, whole(400, name, request(event()).replace('"sent_at"', `"${name}":1,"sent_at"`))],
    ]),
  ),
  'a duplicate key': inEvent('sequence', request(event()).replace('"sequence":3', '"sequence":3,"sequence":4')),
  'duplicate events': whole(400, 'events', request(event()).replace('{', '{"events":[],')),
  'a time in the far past': inEvent('event_ts', request(event({ event_ts: 1 }))),
  'a time in the far future': inEvent('event_ts', request(event({ event_ts: Date.now() + 1e10 }))),
  'a negative duration': inEvent('interval_ms', request(event({ interval_ms: -1 }))),
  'a huge duration': inEvent('interval_ms', request(event({ interval_ms: 1e12 }))),
  'an id of length 0': inEvent('session_id', request(event({ session_id: '' }))),
  'an id of 10,000 characters': inEvent('content_id', request(event({ content_id: '語'.repeat(10_000) }))),
  '0 events': whole(400, 'events', request()),
  '100,000 events': whole(413, 'events', gzipSync(request(...new Array<object>(100_000).fill({}))), ZIPPED),
});
