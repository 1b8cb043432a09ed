import { VIEWING } from '../../../../domain/families/viewing';
import { bucketOf, packEvents, saltOf, watermarkRecord } from '../../../../domain/ingest';
import { type StreamRecord, toPresence } from '../../../../lambdas/live/count-viewers/count-viewers';
import { presenceItems, progressItems } from '../../../../lambdas/live/count-viewers/batch-items';
import { itemsOf, requestRecords, streamRecord } from '../../../support/delivery';
import { aViewingEvent, NOW } from '../../../support/events';

const SETTINGS = { buckets: 16, salts: 4, closeAfterMs: 180_000 };
const START = { shardId: 'shardId-000000000001', sequenceNumber: '49', records: 50 };
const sessions = (count: number, eventTs = NOW + 5_000) =>
  Array.from({ length: count }, (_, n) => aViewingEvent({ session_id: `s${n}`, event_ts: eventTs }));
const unreadable = (data: string, sequenceNumber: string): StreamRecord =>
  streamRecord({ bucket: 1, data }, NOW + 9_000, sequenceNumber);

describe('toPresence', () => {
  const batch = toPresence(requestRecords(sessions(50), NOW + 6_000, 16), SETTINGS);

  it('has every session under the salt of its session bucket', () => {
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

  it('returns how far each session bucket is counted', () => {
    const records = [
      streamRecord(watermarkRecord(1, NOW), NOW + 20),
      streamRecord(watermarkRecord(2, NOW), NOW + 30),
      streamRecord(watermarkRecord(1, NOW), NOW + 10),
    ];
    const { progress, newestArrivalMs, events } = toPresence(records, SETTINGS);
    expect(Object.fromEntries(progress)).toEqual({ 1: NOW + 20, 2: NOW + 30 });
    expect([newestArrivalMs, events]).toEqual([NOW + 30, []]);
  });

  it('leaves out only the instants that had closed when an event arrived', () => {
    const event = aViewingEvent({ event_ts: NOW + 10_001, interval_ms: 20_001 });
    const lateBy = (ms: number) => toPresence(requestRecords([event], NOW + SETTINGS.closeAfterMs + ms, 16), SETTINGS);
    const instants = (ms: number) => [...lateBy(ms).bySalt.values()].flatMap((presence) => [...presence.keys()]);
    expect([instants(-1), lateBy(-1).late]).toEqual([[NOW, NOW + 10_000], 1]);
    expect([instants(0), lateBy(0).late]).toEqual([[NOW + 10_000], 2]);
    expect([instants(20_000), lateBy(20_000).late]).toEqual([[], 3]);
  });
});

describe('toPresence with an unreadable record', () => {
  it.each(['no NDJSON', '{"event": "heartbeat"}\n', '\u0000'])(
    'returns record %j as unreadable, and counts the records around it',
    (data) => {
      const [good] = requestRecords(sessions(1), NOW + 6_000, 1);
      if (!good) throw new Error('There is no record.');
      const records = [
        { ...good, sequenceNumber: '1' },
        unreadable(data, '2'),
        { ...good, sequenceNumber: '3', bucket: 9 },
      ];
      const batch = toPresence(records, SETTINGS);
      expect(batch.unreadable).toMatchObject([{ sequenceNumber: '2' }]);
      expect(batch.events).toHaveLength(2);
      expect([...batch.progress.keys()]).toEqual([good.bucket, 9]);
      expect(batch.newestArrivalMs).toBe(NOW + 6_000);
    },
  );

  it('does not quote the record in the reason', () => {
    const batch = toPresence([unreadable('alice@example.com', '1'), unreadable('x', '2')], SETTINGS);
    expect(batch.unreadable.map(({ sequenceNumber }) => sequenceNumber)).toEqual(['1', '2']);
    expect(batch.unreadable[0]?.reason).not.toContain('alice');
  });

  it('counts none of its events, not even the valid ones', () => {
    const data = `${packEvents(VIEWING, sessions(1), 1)[0]?.data ?? ''}{}\n`;
    const batch = toPresence([unreadable(data, '1')], SETTINGS);
    expect([batch.events.length, batch.bySalt.size, batch.progress.size]).toEqual([0, 0, 0]);
  });
});

describe('presenceItems', () => {
  it('returns one item per salt and instant, with a key that begins with the newest arrival', () => {
    const records = requestRecords(sessions(50, NOW + 15_000), NOW + 16_000, 16);
    const items = presenceItems(toPresence(records, SETTINGS), START, SETTINGS.closeAfterMs);
    expect(items.map(({ partition }) => partition?.S).sort()).toEqual(
      [0, 1, 2, 3].map((salt) => `${NOW + 10_000}#${salt}`),
    );
    for (const { batch } of items) expect(batch?.S).toBe(`0${NOW + 16_000}#shardId-000000000001#49#50`);
  });

  it('returns the same keys and bytes when the batch is delivered again', () => {
    const records = requestRecords(sessions(50), NOW + 6_000, 16);
    expect(itemsOf(records, SETTINGS)).toEqual(itemsOf([...records], SETTINGS));
  });

  it('divides a large instant into items with different keys', () => {
    const records = requestRecords(sessions(40_000), NOW + 6_000, 16);
    const items = itemsOf(records, { ...SETTINGS, salts: 1 });
    expect(items.length).toBeGreaterThan(1);
    expect(new Set(items.map(({ batch }) => batch?.S)).size).toBe(items.length);
  });

  it('returns items that expire an hour after their instant has closed', () => {
    const [item] = itemsOf(requestRecords(sessions(1), NOW + 6_000, 16), SETTINGS);
    expect(item?.['expires_at']).toEqual({ N: String((NOW + 180_000 + 3_600_000) / 1000) });
  });

  it('returns no items for paused sessions', () => {
    expect(itemsOf(requestRecords([aViewingEvent({ state: 'paused' })], NOW, 16), SETTINGS)).toEqual([]);
  });
});

it('progressItems returns one item per session bucket, in the partition of its salt', () => {
  const records = [3, 4].map((bucket) => streamRecord(watermarkRecord(bucket, NOW), NOW + bucket));
  expect(progressItems(toPresence(records, SETTINGS), SETTINGS)).toEqual([
    { partition: { S: 'progress#0' }, batch: { S: '3' }, arrived_at: { N: String(NOW + 3) } },
    { partition: { S: 'progress#1' }, batch: { S: '4' }, arrived_at: { N: String(NOW + 4) } },
  ]);
});
