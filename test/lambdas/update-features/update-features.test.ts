import fc from 'fast-check';
import { packEvents } from '../../../domain/events/pack-events';
import { foldRecent } from '../../../domain/features/recent-sessions';
import type { WatchEvent } from '../../../domain/features/watch-event';
import { readRecords } from '../../../lambdas/update-features/read-records';
import { updateFeatures } from '../../../lambdas/update-features/update-features';
import { dealt, streamRecord } from '../../support/delivery';
import { aViewingEvent, eventId, NOW } from '../../support/events';
import { FeatureStore } from '../../support/feature-store';
import { factsOf, histories } from '../../support/watching';

const ofViewer = (viewerId: string, ...events: readonly WatchEvent[]) => new Map([[viewerId, events]]);

test('any number of events of a viewer in a batch is one write', async () => {
  const store = new FeatureStore();
  const events = Array.from({ length: 9 }, (_, sequence) => aViewingEvent({ sequence, event_ts: NOW + sequence }));
  const update = await updateFeatures(
    new Map([
      ['anna', events],
      ['ben', events],
    ]),
    store,
  );
  expect(store.writes).toBe(2);
  expect(update).toEqual({ writtenSince: [NOW, NOW], conflicts: 0 });
});

test('a batch that is delivered again writes nothing', async () => {
  const store = new FeatureStore();
  const batch = ofViewer('anna', aViewingEvent());
  await updateFeatures(batch, store);
  expect(await updateFeatures(batch, store)).toEqual({ writtenSince: [], conflicts: 0 });
  expect(store.writes).toBe(1);
});

test('two lanes that hold sessions of one viewer lose nothing to each other', async () => {
  const store = new FeatureStore();
  const other = ofViewer('anna', aViewingEvent({ session_id: 'on-the-tv' }));
  store.beforeWrite = async () => {
    store.beforeWrite = () => Promise.resolve();
    await updateFeatures(other, store);
  };
  const update = await updateFeatures(ofViewer('anna', aViewingEvent({ session_id: 'on-the-phone' })), store);
  expect(update.conflicts).toBe(1);
  expect(
    store
      .recentOf('anna')
      .map(({ sessionId }) => sessionId)
      .sort(),
  ).toEqual(['on-the-phone', 'on-the-tv']);
});

test('lanes that read any batches of one history at once, some of them twice, store what the history says', async () => {
  await fc.assert(
    fc.asyncProperty(
      histories().chain((history) => dealt([...history, ...history], 4).map((lanes) => ({ history, lanes }))),
      async ({ history, lanes }) => {
        const store = new FeatureStore();
        await Promise.all(lanes.map((events) => updateFeatures(ofViewer('anna', ...events), store)));
        expect(store.recentOf('anna')).toEqual(JSON.parse(JSON.stringify(foldRecent([], history, factsOf))));
      },
    ),
    { numRuns: 100 },
  );
});

test('a viewer whom somebody else writes again and again is left to the next delivery', async () => {
  const { read, factsOf: catalog } = new FeatureStore();
  const services = { read, factsOf: catalog, write: () => Promise.resolve(false) };
  await expect(updateFeatures(ofViewer('anna', aViewingEvent()), services)).rejects.toThrow(
    '1 viewers were written by others again and again.',
  );
});

describe('the records of a batch', () => {
  const records = packEvents(
    [aViewingEvent(), aViewingEvent({ event_id: eventId(2), viewer_id: 'q'.repeat(43), session_id: 'session-2' })],
    16,
  ).map((record, place) => streamRecord(record, NOW, String(place)));

  test('are told apart by viewer', () => {
    const { byViewer, poison } = readRecords(records);
    expect([...byViewer.keys()].sort()).toEqual(['p'.repeat(43), 'q'.repeat(43)]);
    expect(poison).toBeUndefined();
  });

  test('are taken up to the first that is not what the collector writes, which is named', () => {
    const strange = { sequenceNumber: '9', data: Buffer.from('{"event_id": 1}\n').toString('base64') };
    const noJson = { sequenceNumber: '9', data: Buffer.from('not JSON\n').toString('base64') };
    const [first, second] = records;
    expect(readRecords([strange]).poison).toEqual({ sequenceNumber: '9', reason: 'Line 1 is no viewing event.' });
    const { byViewer, poison } = readRecords([...(first ? [first] : []), noJson, ...(second ? [second] : [])]);
    expect(poison).toEqual({ sequenceNumber: '9', reason: 'The record is not NDJSON.' });
    expect(byViewer.size).toBe(1);
  });
});
