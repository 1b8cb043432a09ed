import fc from 'fast-check';
import { foldSession } from '../../../../domain/features/session-record';
import { packEvents } from '../../../../domain/ingest';
import { readRecords } from '../../../../lambdas/features/update-features/read-records';
import { updateFeatures } from '../../../../lambdas/features/update-features/update-features';
import { dealt, streamRecord } from '../../../support/delivery';
import { aViewingEvent, eventId, NOW } from '../../../support/events';
import { FeatureStore, toldOf } from '../../../support/feature-store';
import { factsOf, histories } from '../../../support/watching';

it('any number of events of a playback in a batch is one write', async () => {
  const store = new FeatureStore();
  const events = Array.from({ length: 9 }, (_, sequence) => aViewingEvent({ sequence, event_ts: NOW + sequence }));
  const since = await updateFeatures([...toldOf('anna', events), ...toldOf('ben', events)], store);
  expect(store.writes).toBe(2);
  expect(since).toEqual([NOW, NOW]);
});

it('a batch that is delivered again writes nothing', async () => {
  const store = new FeatureStore();
  const batch = toldOf('anna', [aViewingEvent()]);
  await updateFeatures(batch, store);
  expect(await updateFeatures(batch, store)).toEqual([]);
  expect(store.writes).toBe(1);
});

it('two lanes that hold playbacks of one viewer have nothing to do with each other', async () => {
  const store = new FeatureStore();
  const lanes = ['on-the-tv', 'on-the-phone'].map((session_id) => toldOf('anna', [aViewingEvent({ session_id })]));
  await Promise.all(lanes.map((told) => updateFeatures(told, store)));
  expect(store.records().map(({ sessionId }) => sessionId)).toEqual(['on-the-phone', 'on-the-tv']);
});

it('any batches of one history, one after the other and some of them twice, store what the history says', async () => {
  await fc.assert(
    fc.asyncProperty(
      histories().chain((history) => dealt([...history, ...history], 4).map((batches) => ({ history, batches }))),
      async ({ history, batches }) => {
        const store = new FeatureStore();
        for (const events of batches) await updateFeatures(toldOf('anna', events), store);
        const expected = toldOf('anna', history).map(({ events }) => foldSession(undefined, events, factsOf));
        expect(new Set(store.records())).toEqual(new Set(JSON.parse(JSON.stringify(expected)) as unknown[]));
      },
    ),
    { numRuns: 100 },
  );
});

it('what the table refuses is left to the next delivery', async () => {
  const store = new FeatureStore();
  const refuse = () => Promise.reject(new Error('features refused 1 items.'));
  const services = { read: store.read, factsOf: store.factsOf, write: refuse };
  await expect(updateFeatures(toldOf('anna', [aViewingEvent()]), services)).rejects.toThrow(
    'features refused 1 items.',
  );
});

describe('the records of a batch', () => {
  const records = packEvents(
    [aViewingEvent(), aViewingEvent({ event_id: eventId(2), viewer_id: 'q'.repeat(43), session_id: 'session-2' })],
    16,
  ).map((record, place) => streamRecord(record, NOW, String(place)));

  it('are told apart by playback', () => {
    const { told, unreadable } = readRecords(records);
    expect(told.map(({ viewerId }) => viewerId).sort()).toEqual(['p'.repeat(43), 'q'.repeat(43)]);
    expect(unreadable).toEqual([]);
  });

  it('that are not what the collector writes are named, and the others taken', () => {
    const strange = { sequenceNumber: '9', data: Buffer.from('{"event_id": 1}\n').toString('base64') };
    const noJson = { sequenceNumber: '9', data: Buffer.from('not JSON\n').toString('base64') };
    const [first, second] = records;
    expect(readRecords([strange]).unreadable).toEqual([{ ...strange, reason: 'Line 1 is no viewing event.' }]);
    const { told, unreadable } = readRecords([...(first ? [first] : []), noJson, ...(second ? [second] : [])]);
    expect(unreadable).toEqual([{ ...noJson, reason: 'The record is not NDJSON.' }]);
    expect(told).toHaveLength(2);
  });
});
