import fc from 'fast-check';
import { VIEWING, type ViewingEvent } from '../../../domain/families/viewing';
import { bucketOf } from '../../../domain/ingest/buckets';
import { packEvents, watermarkRecord } from '../../../domain/ingest/pack-events';
import { eventReader, NotAnEvent, unpackEvents } from '../../../domain/ingest/unpack-events';
import { STREAMED_EVENTS } from '../../../domain/live';
import { aViewingEvent, playerEvents } from '../../support/events';

const viewingEvents = fc.array(playerEvents().map(aViewingEvent), { maxLength: 30 });
const unpacked = (data: string): unknown => unpackEvents(STREAMED_EVENTS, data);

it('packed events unpack to the same events, in one record per bucket and in order', () => {
  fc.assert(
    fc.property(viewingEvents, fc.integer({ min: 1, max: 16 }), (events, buckets) => {
      const records = packEvents(VIEWING, events, buckets);
      expect(new Set(records.map(({ bucket }) => bucket)).size).toBe(records.length);
      for (const { bucket, data } of records) {
        expect(unpacked(data)).toEqual(ofBucket(events, bucket, buckets));
      }
      expect(records.flatMap(({ data }) => unpackEvents(STREAMED_EVENTS, data))).toHaveLength(events.length);
    }),
  );
});

const ofBucket = (events: readonly ViewingEvent[], bucket: number, buckets: number): readonly ViewingEvent[] =>
  events.filter(({ session_id }) => bucketOf(session_id, buckets) === bucket);

it('a record is NDJSON: each event has its own line, even if its texts have line breaks', () => {
  const events = [aViewingEvent({ platform: 'a\nb\u2028c\r' }), aViewingEvent({ platform: '{"x":1}\n{"y":2}' })];
  const [record] = packEvents(VIEWING, events, 1);
  const lines = record?.data.split('\n') ?? [];
  expect(lines).toHaveLength(3);
  expect(lines[2]).toBe('');
  expect(lines.slice(0, 2).map((line) => JSON.parse(line) as unknown)).toEqual(events);
});

it('a watermark has no event, alone or among events', () => {
  const watermark = watermarkRecord(3, 1_000);
  expect(watermark.bucket).toBe(3);
  expect(unpackEvents(STREAMED_EVENTS, watermark.data)).toEqual([]);
  const [record] = packEvents(VIEWING, [aViewingEvent()], 1);
  expect(unpackEvents(STREAMED_EVENTS, `${watermark.data}${record?.data ?? ''}`)).toHaveLength(1);
});

it.each(['{', '{}{}', '{"a":1}\n\n{"b":2}', 'text', '\ufffd'])('%j is refused because it is not NDJSON', (data) => {
  expect(() => unpackEvents(STREAMED_EVENTS, data)).toThrow(SyntaxError);
});

it.each(['{}', 'null', '7', '[]', '{"event":"heartbeat"}'])(
  '%j is refused because its line is not an event',
  (data) => {
    expect(() => unpackEvents(STREAMED_EVENTS, `${data}\n`)).toThrow(NotAnEvent);
  },
);

it.each(['session_id', 'content_id', 'device_type', 'event_ts', 'interval_ms', 'state'])(
  'a line whose %s has another type is not an event',
  (name) => {
    const wrong = { ...aViewingEvent(), [name]: null };
    expect(() => unpackEvents(STREAMED_EVENTS, `${JSON.stringify(wrong)}\n`)).toThrow(NotAnEvent);
  },
);

describe('A reader of the stream', () => {
  const line = (schema: unknown): string => `${JSON.stringify({ ...aViewingEvent(), schema })}\n`;

  it('reads an event of its family and version, and an event without a schema', () => {
    expect(unpackEvents(STREAMED_EVENTS, line('viewing/1'))).toHaveLength(1);
    expect(unpackEvents(STREAMED_EVENTS, line(undefined))).toHaveLength(1);
  });

  it.each(['viewing/2', 'subscription/1', 'viewing', '', null, 1])('does not read an event of schema %j', (schema) => {
    expect(() => unpackEvents(STREAMED_EVENTS, `${line('viewing/1')}${line(schema)}`)).toThrow(
      'Line 2 is not a viewing event of schema viewing/1 or older.',
    );
  });

  it('reads events of earlier versions', () => {
    const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
    const { isEvent } = eventReader({ ...VIEWING.definition, version: 3 }, isObject);
    const schemas = [undefined, 'viewing/1', 'viewing/3', 'viewing/4'];
    expect(schemas.map((schema) => isEvent(JSON.parse(line(schema))))).toEqual([true, true, true, false]);
  });
});
