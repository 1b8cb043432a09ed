import type { PackedRecord } from '../../../../domain/ingest/pack-events';
import { DurableStore } from '../../../../lambdas/ingest/collect/durable-store';
import { FakeDestinations } from '../../../support/destinations';

const records: readonly PackedRecord[] = ['a', 'b', 'c'].map((data, bucket) => ({ bucket, data }));
const [a, b, c] = records;

let to: FakeDestinations;
beforeEach(() => {
  to = new FakeDestinations();
});

it('what the stream refuses is put again, and nothing else is', async () => {
  to.events.refuses = ({ data }, call) => (call === 1 && data !== 'b') || (call === 2 && data === 'c');
  expect(await to.store.keepEvents(records)).toBe(true);
  expect(to.events.calls).toEqual([[a, b, c], [a, c], [c]]);
  expect(to.events.kept).toEqual([b, a, c]);
  expect(to.overflow).toEqual([]);
});

it('what the stream refuses to the end waits in the overflow queue, and nothing else does', async () => {
  to.events.refuses = ({ data }) => data === 'b';
  expect(await to.store.keepEvents(records)).toBe(true);
  expect(to.overflow).toEqual([{ target: 'events', records: [b] }]);
  expect(to.events.kept).toEqual([a, c]);
});

it('a stream that fails has taken nothing', async () => {
  to.events.down = true;
  expect(await to.store.keepEvents(records)).toBe(true);
  expect(to.overflow).toEqual([{ target: 'events', records }]);
});

it('a record that neither the stream nor the queue takes is not durable', async () => {
  to.overflowIsDown = true;
  to.events.refuses = ({ data }) => data === 'b';
  expect(await to.store.keepEvents(records)).toBe(false);
});

it('nothing to keep asks nobody', async () => {
  to.events.down = to.quarantine.down = to.overflowIsDown = true;
  expect(await to.store.keepEvents([])).toBe(true);
  expect(await to.store.keepRefusals([])).toBe(true);
});

it('lines of quarantine share a record, and are kept in the queue where their stream is down', async () => {
  expect(await to.store.keepRefusals(['one\n', 'two\n'])).toBe(true);
  expect(to.quarantine.kept).toEqual(['one\ntwo\n']);
  to.quarantine.down = true;
  expect(await to.store.keepRefusals(['three\n'])).toBe(true);
  expect(to.overflow).toEqual([{ target: 'quarantine', records: ['three\n'] }]);
});

describe('a stream that failed at every attempt', () => {
  let clock = 0;
  const keep = (store: DurableStore) => store.keepEvents(records);

  it('is left alone for half a second, so that no player waits for it, and then asked again', async () => {
    const store = new DurableStore(to.destinations, () => clock);
    to.events.down = true;
    await keep(store);
    expect(to.events.calls).toHaveLength(3);
    clock = 499;
    expect(await keep(store)).toBe(true);
    expect(to.events.calls).toHaveLength(3);
    expect(to.overflow).toHaveLength(2);
    to.events.down = false;
    clock = 500;
    await keep(store);
    expect(to.events.kept).toEqual(records);
  });

  it('is another matter than records that are refused one by one, and than the other stream', async () => {
    const store = new DurableStore(to.destinations, () => clock);
    to.events.refuses = () => true;
    await keep(store);
    await keep(store);
    expect(to.events.calls).toHaveLength(6);
    to.events.down = true;
    await keep(store);
    expect(await store.keepRefusals(['one\n'])).toBe(true);
    expect(to.quarantine.kept).toEqual(['one\n']);
  });
});
