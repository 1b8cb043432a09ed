import fc from 'fast-check';
import { foldSession } from '../../../../domain/features/session-record';
import { VIEWING } from '../../../../domain/families/viewing';
import { packEvents } from '../../../../domain/ingest';
import { readRecords } from '../../../../lambdas/features/update-features/read-records';
import { updateFeatures } from '../../../../lambdas/features/update-features/update-features';
import { divisions, streamRecord } from '../../../support/delivery';
import { aViewingEvent, eventId, NOW } from '../../../support/events';
import { FeatureStore, eventsBySession } from '../../../support/feature-store';
import { factsOf, histories } from '../../../support/watching';

describe('updateFeatures', () => {
  it('writes each playback of a batch once', async () => {
    const store = new FeatureStore();
    const events = Array.from({ length: 9 }, (_, sequence) => aViewingEvent({ sequence, event_ts: NOW + sequence }));
    const received = await updateFeatures(
      [...eventsBySession('anna', events), ...eventsBySession('ben', events)],
      store,
    );
    expect(store.writes).toBe(2);
    expect(received).toEqual([NOW, NOW]);
  });

  it('writes nothing for a batch that is delivered again', async () => {
    const store = new FeatureStore();
    const batch = eventsBySession('anna', [aViewingEvent()]);
    await updateFeatures(batch, store);
    expect(await updateFeatures(batch, store)).toEqual([]);
    expect(store.writes).toBe(1);
  });

  it('drops the events of erased viewers', async () => {
    const store = new FeatureStore();
    const batch = [...eventsBySession('anna', [aViewingEvent()]), ...eventsBySession('ben', [aViewingEvent()])];
    store.erased.add('anna');
    expect(await updateFeatures(batch, store)).toHaveLength(1);
    expect(store.writes).toBe(1);
  });

  it('updates playbacks of one viewer from two lanes independently', async () => {
    const store = new FeatureStore();
    const lanes = ['on-the-tv', 'on-the-phone'].map((session_id) =>
      eventsBySession('anna', [aViewingEvent({ session_id })]),
    );
    await Promise.all(lanes.map((sessions) => updateFeatures(sessions, store)));
    expect(store.records().map(({ sessionId }) => sessionId)).toEqual(['on-the-phone', 'on-the-tv']);
  });

  it('stores the same records for any batches and any repetition of a history', async () => {
    await fc.assert(
      fc.asyncProperty(
        histories().chain((history) => divisions([...history, ...history], 4).map((batches) => ({ history, batches }))),
        async ({ history, batches }) => {
          const store = new FeatureStore();
          for (const events of batches) await updateFeatures(eventsBySession('anna', events), store);
          const expected = eventsBySession('anna', history).map(({ events }) =>
            foldSession(undefined, events, factsOf),
          );
          expect(new Set(store.records())).toEqual(new Set(JSON.parse(JSON.stringify(expected)) as unknown[]));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('rejects if the table refuses a playback, so that the batch is delivered again', async () => {
    const store = new FeatureStore();
    const refuse = () => Promise.reject(new Error('features refused 1 items.'));
    const services = { read: store.read, suppressed: store.suppressed, factsOf: store.factsOf, write: refuse };
    await expect(updateFeatures(eventsBySession('anna', [aViewingEvent()]), services)).rejects.toThrow(
      'features refused 1 items.',
    );
  });
});

describe('readRecords', () => {
  const records = packEvents(
    VIEWING,
    [aViewingEvent(), aViewingEvent({ event_id: eventId(2), viewer_id: 'q'.repeat(43), session_id: 'session-2' })],
    16,
  ).map((record, index) => streamRecord(record, NOW, String(index)));

  it('groups events by playback', () => {
    const { sessions, unreadable } = readRecords(records);
    expect(sessions.map(({ viewerId }) => viewerId).sort()).toEqual(['p'.repeat(43), 'q'.repeat(43)]);
    expect(unreadable).toEqual([]);
  });

  it('leaves out the events of anonymous viewers, which need no read', () => {
    const [anonymous] = packEvents(VIEWING, [aViewingEvent({ viewer_id: undefined, viewer_key_id: undefined })], 16);
    const record = streamRecord(anonymous ?? { bucket: 0, data: '' }, NOW, '0');
    expect(readRecords([record])).toEqual({ sessions: [], unreadable: [] });
  });

  it('returns records that collect did not write, and reads the others', () => {
    const strange = { sequenceNumber: '9', data: Buffer.from('{"event_id": 1}\n').toString('base64') };
    const noJson = { sequenceNumber: '9', data: Buffer.from('not JSON\n').toString('base64') };
    const [first, second] = records;
    expect(readRecords([strange]).unreadable).toEqual([
      { ...strange, reason: 'Line 1 is not a viewing event of schema viewing/1 or older.' },
    ]);
    const { sessions, unreadable } = readRecords([...(first ? [first] : []), noJson, ...(second ? [second] : [])]);
    expect(unreadable).toEqual([{ ...noJson, reason: 'The record is not NDJSON.' }]);
    expect(sessions).toHaveLength(2);
  });
});
