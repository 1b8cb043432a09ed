import { reportIn } from '../../../support/quality';
import { gzipSync } from 'node:zlib';
import { VIEWING } from '../../../../domain/families/viewing';
import { unpackEvents } from '../../../../domain/ingest/unpack-events';
import { STREAMED_EVENTS } from '../../../../domain/live';
import type { CollectRequest } from '../../../../lambdas/ingest/collect/check-request';
import { collect, type CollectAnswer } from '../../../../lambdas/ingest/collect/collect';
import { reportQuality } from '../../../../lambdas/ingest/collect/report-quality';
import { FakeDestinations } from '../../../support/destinations';
import { anEvent, EVENT_ID, eventId, KEYRING, NOW, without } from '../../../support/events';

const KINESIS_RECORD_BYTES = 1024 * 1024;
const RAW = 'viewer-0123456789';

let to: FakeDestinations;
let keyring: () => Promise<typeof KEYRING>;
let reports: string[];
let sendQuality: (message: string) => Promise<void>;
let noted: string[];
let note: () => Promise<void>;
let isErased: () => Promise<(viewerId: string) => boolean>;
let suppressed: number[];
beforeEach(() => {
  to = new FakeDestinations();
  reports = [];
  sendQuality = (message) => Promise.resolve(void reports.push(message));
  keyring = () => Promise.resolve(KEYRING);
  noted = [];
  note = () => Promise.resolve();
  isErased = () => Promise.resolve(() => false);
  suppressed = [];
});

const post = (body: string | Buffer, fields: Partial<CollectRequest> = {}): Promise<CollectAnswer> =>
  collect(
    {
      requestId: 'request-1',
      receivedAt: NOW,
      contentType: 'application/json',
      contentEncoding: '',
      bytes: Buffer.from(body),
      ...fields,
    },
    {
      family: VIEWING,
      store: to.store,
      reportQuality: reportQuality(
        (message) => sendQuality(message),
        () => undefined,
      ),
      note: ({ accepted, refused }) => {
        noted.push(...accepted.map(({ event_id: id }) => `accepted ${id}`));
        noted.push(...refused.map(({ event_id: id }) => `refused ${String(id)}`));
        return note();
      },
      keyring,
      isErased,
      noteSuppressed: (events) => void suppressed.push(events),
      allowedOrigins: ['https://www.example.com'],
      buckets: 16,
      random: () => 0.5,
      report: () => undefined,
    },
  );
const bodyOf = (...events: readonly unknown[]): string => JSON.stringify({ sent_at: NOW, events });
const stored = (): unknown[] => to.events.kept.flatMap(({ data }) => unpackEvents(STREAMED_EVENTS, data));

describe('collect with valid events', () => {
  it('stores events without the viewer’s id before it answers 202', async () => {
    const answer = await post(bodyOf(anEvent({ viewer_id: RAW })));
    expect(answer).toEqual({ status: 202, body: { received_at: NOW, accepted: 1, refused: [] } });
    expect(JSON.stringify(answer.body)).toMatch(/^\{"accepted":1,/);
    expect(stored()).toMatchObject([{ event_id: EVENT_ID, viewer_key_id: 'k2', received_at: NOW }]);
    expect(JSON.stringify(to.events.kept)).not.toContain(RAW);
  });

  it('accepts beacons, gzip, and a content type with parameters', async () => {
    const body = bodyOf(anEvent());
    expect(await post(body, { contentType: 'text/plain;charset=UTF-8' })).toMatchObject({ status: 202 });
    expect(await post(gzipSync(body), { contentEncoding: 'gzip' })).toMatchObject({ status: 202 });
    expect(stored()).toHaveLength(2);
  });

  it('packs the largest request into records that Kinesis accepts', async () => {
    const text = '作'.repeat(128);
    const events = Array.from({ length: 490 }, (_, n) => anEvent({ event_id: eventId(n), cdn: text, platform: text }));
    const body = Buffer.from(bodyOf(...events));
    expect(body.length).toBeGreaterThan(500_000);
    expect(await post(body)).toMatchObject({ status: 202 });
    expect(Buffer.byteLength(to.events.kept[0]?.data ?? '')).toBeLessThan(KINESIS_RECORD_BYTES - 256);
  });
});

it('collect refuses invalid events one by one and stores each in the quarantine', async () => {
  const bad = anEvent({ viewer_id: RAW, sequence: -1 });
  const answer = await post(bodyOf(bad, anEvent({ event_id: eventId(1) }), 'not an event'));
  expect(answer).toMatchObject({
    status: 202,
    body: {
      accepted: 1,
      refused: [
        { index: 0, event_id: EVENT_ID, field: 'sequence' },
        { index: 2, event_id: null, field: 'event' },
      ],
    },
  });
  expect(Object.keys((answer.body as { refused: object[] }).refused[0] ?? {})).not.toContain('event');
  expect(stored()).toMatchObject([{ event_id: eventId(1) }]);
  expect(to.quarantined()).toMatchObject([
    { request_id: 'request-1', received_at: NOW, index: 0, event: { sequence: -1 } },
    { request_id: 'request-1', received_at: NOW, index: 2, event: '[string of 12]' },
  ]);
  expect(JSON.stringify(to.quarantine.kept)).not.toContain(RAW);
});

describe('collect with a request that it refuses as a whole', () => {
  const cases: readonly [string, string | Buffer, Partial<CollectRequest>, number, string][] = [
    ['text that is not JSON', '{', {}, 400, 'body'],
    ['bytes that are not UTF-8', Buffer.of(0x22, 0xff, 0x22), {}, 400, 'body'],
    ['bytes that are not gzip', bodyOf(anEvent()), { contentEncoding: 'gzip' }, 400, 'body'],
    ['another content type', bodyOf(anEvent()), { contentType: 'text/html' }, 415, 'content-type'],
    ['another encoding', bodyOf(anEvent()), { contentEncoding: 'br' }, 415, 'content-encoding'],
    ['mangled gzip', gzipSync(bodyOf(anEvent())).toString(), { contentEncoding: 'gzip' }, 415, 'content-encoding'],
    ['a body that is too large', ' '.repeat(512 * 1024 + 1), {}, 413, 'body'],
    ['too many events', bodyOf(...new Array<number>(501).fill(0)), {}, 413, 'events'],
    ['an unknown field', JSON.stringify({ sent_at: NOW, events: [anEvent()], x: 1 }), {}, 400, 'x'],
    ['no time of sending', JSON.stringify({ events: [anEvent()] }), {}, 400, 'sent_at'],
    ['a time of sending in seconds', JSON.stringify({ sent_at: NOW / 1_000, events: [anEvent()] }), {}, 400, 'sent_at'],
    ['another origin', bodyOf(anEvent()), { origin: 'https://evil.example' }, 403, 'origin'],
  ];

  it.each(cases)('answers %s and stores it in the quarantine', async (_, body, fields, status, field) => {
    const answer = await post(body, fields);
    expect(answer).toMatchObject({ status, body: { field, reason: expect.any(String) as string } });
    expect('acceptEncoding' in answer).toBe(field === 'content-encoding');
    expect(to.quarantined()[0]).toMatchObject({ request_id: 'request-1', received_at: NOW, field, status });
    expect(stored()).toEqual([]);
  });

  it.each(cases)('answers 503 to %s if it cannot be stored', async (_, body, fields) => {
    to.quarantine.down = true;
    to.overflowIsDown = true;
    expect(await post(body, fields)).toMatchObject({ status: 503 });
  });

  it('stores the events that could be read, without the viewer’s id', async () => {
    await post(JSON.stringify({ sent_at: NOW, events: [anEvent({ viewer_id: RAW })], x: 1 }));
    expect(to.quarantined()).toMatchObject([{ events: [without(anEvent(), 'viewer_id')] }]);
    expect(JSON.stringify(to.quarantine.kept)).not.toContain(RAW);
  });
});

describe('collect with an origin', () => {
  it.each([undefined, 'https://www.example.com'])('accepts events from origin %s', async (origin) => {
    expect(await post(bodyOf(anEvent()), origin === undefined ? {} : { origin })).toMatchObject({ status: 202 });
  });

  it.each(['https://www.example.com.evil.example', 'null', '', 'http://www.example.com'])(
    'refuses events from origin %j',
    async (origin) => expect(await post(bodyOf(anEvent()), { origin })).toMatchObject({ status: 403 }),
  );
});

describe('collect during an outage', () => {
  const mixed = bodyOf(anEvent(), { ...anEvent(), sequence: -1 });

  it('sends events to the overflow queue and answers as usual', async () => {
    to.events.down = true;
    expect(await post(mixed)).toMatchObject({ status: 202, body: { accepted: 1 } });
    expect(to.overflow).toMatchObject([{ target: 'events', records: [{ data: expect.any(String) as string }] }]);
    expect(to.quarantined()).toHaveLength(1);
  });

  it('sends refusals to the overflow queue', async () => {
    to.quarantine.down = true;
    expect(await post(mixed)).toMatchObject({ status: 202 });
    expect(to.overflow).toMatchObject([{ target: 'quarantine' }]);
    expect(stored()).toHaveLength(1);
  });

  it.each(['events', 'quarantine'] as const)(
    'answers 503 if neither the stream of %s nor the overflow queue works',
    async (what) => {
      to[what].down = true;
      to.overflowIsDown = true;
      const answer = await post(mixed);
      expect(answer.status).toBe(503);
      expect(answer.retryAfterSeconds).toBeGreaterThanOrEqual(1);
    },
  );

  it('stores nothing without the keyring of the pseudonyms', async () => {
    keyring = () => Promise.reject(new Error('no key'));
    expect(await post(mixed)).toMatchObject({ status: 503, retryAfterSeconds: 4 });
    expect([to.events.calls, to.quarantine.calls, to.overflow]).toEqual([[], [], []]);
  });
});

describe('The quality reports of collect', () => {
  it('cover every request, with its refused events', async () => {
    await post(bodyOf(anEvent({ viewer_id: RAW }), anEvent({ event_id: eventId(1), sequence: -1 })));
    await post('{');
    expect(reports.map(reportIn)).toEqual([
      {
        received_at: NOW,
        accepted: 1,
        refused: 1,
        late: 0,
        players: [expect.arrayContaining(['web', 'title-1', 'vod'])],
        events: [expect.arrayContaining(['heartbeat', 'playing'])],
      },
      { received_at: NOW, accepted: 0, refused: 1, late: 0, players: [], events: [] },
    ]);
    expect(reports.join()).not.toContain(RAW);
  });

  it('are sent while the stream refuses everything', async () => {
    to.events.down = true;
    await post(bodyOf(anEvent()));
    expect(reports).toHaveLength(1);
  });

  it('do not refuse events when their queue fails', async () => {
    sendQuality = () => Promise.reject(new Error('no queue'));
    expect(await post(bodyOf(anEvent()))).toMatchObject({ status: 202 });
    expect(stored()).toHaveLength(1);
  });
});

describe('The ledger notes of collect', () => {
  const mixed = bodyOf(anEvent(), anEvent({ event_id: eventId(1), sequence: -1 }));

  it('contain accepted and refused events', async () => {
    await post(mixed);
    expect(noted).toEqual([`accepted ${EVENT_ID}`, `refused ${eventId(1)}`]);
  });

  it('contain no event that was answered with 503, because players send it again', async () => {
    to.events.down = true;
    to.overflowIsDown = true;
    expect(await post(mixed)).toMatchObject({ status: 503 });
    expect(noted).toEqual([]);
  });

  it('do not refuse events when the ledger fails', async () => {
    note = () => Promise.reject(new Error('throttled'));
    expect(await post(mixed)).toMatchObject({ status: 202, body: { accepted: 1 } });
    expect(stored()).toHaveLength(1);
  });
});

describe('collect with events of erased viewers', () => {
  const ERASED = 'viewer-who-was-erased';
  const valid = anEvent({ viewer_id: ERASED, event_id: eventId(1) });
  const invalid = anEvent({ viewer_id: ERASED, event_id: eventId(2), sequence: -1 });
  beforeEach(() => (isErased = () => Promise.resolve((viewerId) => viewerId === ERASED)));

  it('stores, reports and notes none of them, and tells the sender how many it dropped', async () => {
    const answer = await post(bodyOf(valid, anEvent(), invalid));
    expect(answer).toEqual({ status: 202, body: { received_at: NOW, accepted: 1, refused: [], suppressed: 2 } });
    expect(stored()).toMatchObject([{ event_id: EVENT_ID }]);
    expect(to.quarantine.kept).toEqual([]);
    expect(noted).toEqual([`accepted ${EVENT_ID}`]);
    expect(reports.map((report) => JSON.parse(report) as unknown)).toMatchObject([{ accepted: 1, refused: 0 }]);
    expect(suppressed).toEqual([2]);
  });

  it('answers 202 and stores nothing if a request has no other events', async () => {
    expect(await post(bodyOf(valid))).toMatchObject({ status: 202, body: { accepted: 0, suppressed: 1 } });
    expect([to.events.kept, to.quarantine.kept, noted, reports]).toEqual([[], [], [], []]);
  });

  it('keeps none of them in the quarantine if the request is refused as a whole', async () => {
    const body = JSON.stringify({ sent_at: NOW, events: [valid, anEvent()], extra: 1 });
    expect(await post(body)).toMatchObject({ status: 400, body: { field: 'extra' } });
    expect(to.quarantine.kept.join()).toContain(EVENT_ID);
    expect(to.quarantine.kept.join()).not.toContain(eventId(1));
  });

  it('accepts events while the list of erased viewers cannot be read', async () => {
    isErased = () => Promise.reject(new Error('throttled'));
    expect(await post(bodyOf(anEvent()))).toMatchObject({ status: 202, body: { accepted: 1 } });
  });
});
