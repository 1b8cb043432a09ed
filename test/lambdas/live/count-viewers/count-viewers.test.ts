import { bucketOf, packEvents, saltOf, watermarkRecord } from '../../../../domain/ingest';
import { type StreamRecord, toPresence } from '../../../../lambdas/live/count-viewers/count-viewers';
import { presenceItems, progressItems } from '../../../../lambdas/live/count-viewers/presence-items';
import { itemsOf, requestRecords, streamRecord } from '../../../support/delivery';
import { aViewingEvent, NOW } from '../../../support/events';

const SETTINGS = { buckets: 16, salts: 4, closeAfterMs: 180_000 };
const START = { shardId: 'shardId-000000000001', sequenceNumber: '49', records: 50 };
const sessions = (count: number, eventTs = NOW + 5_000) =>
  Array.from({ length: count }, (_, n) => aViewingEvent({ session_id: `s${n}`, event_ts: eventTs }));
const poison = (data: string, sequenceNumber: string): StreamRecord =>
  streamRecord({ bucket: 1, data }, NOW + 9_000, sequenceNumber);

describe('a batch', () => {
  const batch = toPresence(requestRecords(sessions(50), NOW + 6_000, 16), SETTINGS);

  it('tells of every session under the salt of its bucket', () => {
    expect(batch.events).toHaveLength(50);
    for (const [salt, presence] of batch.bySalt) {
      const found = [...(presence.get(NOW)?.get('title-1')?.keys() ?? [])];
      expect(found.map((id) => saltOf(bucketOf(id, 16), 16, 4))).toEqual(found.map(() => salt));
    }
    const all = [...batch.bySalt.values()].flatMap((presence) => [
      ...(presence.get(NOW)?.get('title-1')?.keys() ?? []),
    ]);
    expect(new Set(all).size).toBe(50);
  });

  it('tells how far each of its buckets is counted', () => {
    const records = [
      streamRecord(watermarkRecord(1, NOW), NOW + 20),
      streamRecord(watermarkRecord(2, NOW), NOW + 30),
      streamRecord(watermarkRecord(1, NOW), NOW + 10),
    ];
    const { progress, newestArrivalMs, events } = toPresence(records, SETTINGS);
    expect(Object.fromEntries(progress)).toEqual({ 1: NOW + 20, 2: NOW + 30 });
    expect([newestArrivalMs, events]).toEqual([NOW + 30, []]);
  });

  it('leaves out just the instants that had closed when an event arrived', () => {
    const event = aViewingEvent({ event_ts: NOW + 10_001, interval_ms: 20_001 });
    const lateBy = (ms: number) => toPresence(requestRecords([event], NOW + SETTINGS.closeAfterMs + ms, 16), SETTINGS);
    const instants = (ms: number) => [...lateBy(ms).bySalt.values()].flatMap((presence) => [...presence.keys()]);
    expect([instants(-1), lateBy(-1).late]).toEqual([[NOW, NOW + 10_000], 1]);
    expect([instants(0), lateBy(0).late]).toEqual([[NOW + 10_000], 2]);
    expect([instants(20_000), lateBy(20_000).late]).toEqual([[], 3]);
  });
});

describe('a record that is not what collect writes', () => {
  it.each(['no NDJSON', '{"event": "heartbeat"}\n', '\u0000'])(
    'that is %j is named, and what came before and after it counts',
    (data) => {
      const [good] = requestRecords(sessions(1), NOW + 6_000, 1);
      if (!good) throw new Error('There is a record.');
      const records = [
        { ...good, sequenceNumber: '1' },
        poison(data, '2'),
        { ...good, sequenceNumber: '3', bucket: 9 },
      ];
      const batch = toPresence(records, SETTINGS);
      expect(batch.unreadable).toMatchObject([{ sequenceNumber: '2' }]);
      expect(batch.events).toHaveLength(2);
      expect([...batch.progress.keys()]).toEqual([good.bucket, 9]);
      expect(batch.newestArrivalMs).toBe(NOW + 6_000);
    },
  );

  it('is not quoted in the reason', () => {
    const batch = toPresence([poison('alice@example.com', '1'), poison('x', '2')], SETTINGS);
    expect(batch.unreadable.map(({ sequenceNumber }) => sequenceNumber)).toEqual(['1', '2']);
    expect(batch.unreadable[0]?.reason).not.toContain('alice');
  });

  it('counts for nothing, the events in it included that are right', () => {
    const data = `${packEvents(sessions(1), 1)[0]?.data ?? ''}{}\n`;
    const batch = toPresence([poison(data, '1')], SETTINGS);
    expect([batch.events.length, batch.bySalt.size, batch.progress.size]).toEqual([0, 0, 0]);
  });
});

describe('presence items', () => {
  it('are one per salt and instant, under keys that begin with the newest arrival', () => {
    const records = requestRecords(sessions(50, NOW + 15_000), NOW + 16_000, 16);
    const items = presenceItems(toPresence(records, SETTINGS), START, SETTINGS.closeAfterMs);
    expect(items.map(({ partition }) => partition?.S).sort()).toEqual(
      [0, 1, 2, 3].map((salt) => `${NOW + 10_000}#${salt}`),
    );
    for (const { batch } of items) expect(batch?.S).toBe(`0${NOW + 16_000}#shardId-000000000001#49#50`);
  });

  it('are the same when the batch comes again, in keys and in bytes', () => {
    const records = requestRecords(sessions(50), NOW + 6_000, 16);
    expect(itemsOf(records, SETTINGS)).toEqual(itemsOf([...records], SETTINGS));
  });

  it('of a great instant are several, each under a key of its own', () => {
    const records = requestRecords(sessions(40_000), NOW + 6_000, 16);
    const items = itemsOf(records, { ...SETTINGS, salts: 1 });
    expect(items.length).toBeGreaterThan(1);
    expect(new Set(items.map(({ batch }) => batch?.S)).size).toBe(items.length);
  });

  it('expire an hour after their instant has closed', () => {
    const [item] = itemsOf(requestRecords(sessions(1), NOW + 6_000, 16), SETTINGS);
    expect(item?.['expires_at']).toEqual({ N: String((NOW + 180_000 + 3_600_000) / 1000) });
  });

  it('of paused sessions are none', () => {
    expect(itemsOf(requestRecords([aViewingEvent({ state: 'paused' })], NOW, 16), SETTINGS)).toEqual([]);
  });
});

it('progress items are one per bucket, beside the others of its salt', () => {
  const records = [3, 4].map((bucket) => streamRecord(watermarkRecord(bucket, NOW), NOW + bucket));
  expect(progressItems(toPresence(records, SETTINGS), SETTINGS)).toEqual([
    { partition: { S: 'progress#0' }, batch: { S: '3' }, arrived_at: { N: String(NOW + 3) } },
    { partition: { S: 'progress#1' }, batch: { S: '4' }, arrived_at: { N: String(NOW + 4) } },
  ]);
});
