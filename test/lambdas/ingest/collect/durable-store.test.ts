import type { PackedRecord } from '../../../../domain/ingest/pack-events';
import { DurableStore } from '../../../../lambdas/ingest/collect/durable-store';
import { FakeDestinations } from '../../../support/destinations';

const records: readonly PackedRecord[] = ['a', 'b', 'c'].map((data, bucket) => ({ bucket, data }));
const [a, b, c] = records;

let to: FakeDestinations;
beforeEach(() => {
  to = new FakeDestinations();
});

describe('DurableStore', () => {
  it('retries only the records that the stream refuses', async () => {
    to.events.refuses = ({ data }, call) => (call === 1 && data !== 'b') || (call === 2 && data === 'c');
    expect(await to.store.keepEvents(records)).toBe(true);
    expect(to.events.calls).toEqual([[a, b, c], [a, c], [c]]);
    expect(to.events.kept).toEqual([b, a, c]);
    expect(to.overflow).toEqual([]);
  });

  it('sends only the records that the stream refuses at every attempt to the overflow queue', async () => {
    to.events.refuses = ({ data }) => data === 'b';
    expect(await to.store.keepEvents(records)).toBe(true);
    expect(to.overflow).toEqual([{ target: 'events', records: [b] }]);
    expect(to.events.kept).toEqual([a, c]);
  });

  it('sends all records to the overflow queue if the stream fails', async () => {
    to.events.down = true;
    expect(await to.store.keepEvents(records)).toBe(true);
    expect(to.overflow).toEqual([{ target: 'events', records }]);
  });

  it('returns false if neither the stream nor the queue accepts a record', async () => {
    to.overflowIsDown = true;
    to.events.refuses = ({ data }) => data === 'b';
    expect(await to.store.keepEvents(records)).toBe(false);
  });

  it('makes no call without records', async () => {
    to.events.down = to.quarantine.down = to.overflowIsDown = true;
    expect(await to.store.keepEvents([])).toBe(true);
    expect(await to.store.keepRefusals([])).toBe(true);
  });

  it('joins quarantine lines into one record, and sends them to the overflow queue if their stream is down', async () => {
    expect(await to.store.keepRefusals(['one\n', 'two\n'])).toBe(true);
    expect(to.quarantine.kept).toEqual(['one\ntwo\n']);
    to.quarantine.down = true;
    expect(await to.store.keepRefusals(['three\n'])).toBe(true);
    expect(to.overflow).toEqual([{ target: 'quarantine', records: ['three\n'] }]);
  });
});

describe('DurableStore after a stream failed at every attempt', () => {
  let clock = 0;
  const keep = (store: DurableStore) => store.keepEvents(records);

  it('skips the stream for half a second, so that players do not wait for it', async () => {
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

  it('does not skip a stream that refuses single records, nor the other stream', async () => {
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
