import { drain } from '../../../../lambdas/ingest/drain-overflow/drain';
import { encodeOverflow, type Overflow } from '../../../../lambdas/ingest/overflow-message';
import { FakeDestinations } from '../../../support/destinations';

const EVENTS: Overflow = { target: 'events', records: ['a', 'b'].map((data, bucket) => ({ bucket, data })) };
const LINES: Overflow = { target: 'quarantine', records: ['one\n', 'two\n'] };

let to: FakeDestinations;
let postponed: readonly [string, number][];
beforeEach(() => {
  to = new FakeDestinations();
  postponed = [];
});

const drained = (overflow: Overflow | string, receiveCount = 1, random = 1): Promise<boolean> =>
  drain(
    {
      body: typeof overflow === 'string' ? overflow : encodeOverflow(overflow),
      receiptHandle: 'receipt',
      receiveCount,
    },
    {
      putEvents: to.events.put,
      putQuarantine: to.quarantine.put,
      postpone: (handle, seconds) => {
        postponed = [...postponed, [handle, seconds]];
        return Promise.resolve();
      },
      random: () => random,
    },
  );

describe('drain', () => {
  it('puts each kind of record back into its own stream', async () => {
    expect(await drained(EVENTS)).toBe(true);
    expect(await drained(LINES)).toBe(true);
    expect(to.events.kept).toEqual(EVENTS.records);
    expect(to.quarantine.kept).toEqual(LINES.records);
    expect(postponed).toEqual([]);
  });

  it('retries only the refused records, and returns true once the stream has accepted all', async () => {
    to.events.refuses = ({ data }, call) => data === 'b' && call === 1;
    expect(await drained(EVENTS)).toBe(true);
    expect(to.events.calls.map((call) => call.map(({ data }) => data))).toEqual([['a', 'b'], ['b']]);
  });

  it('postpones a message while its stream refuses some of its records', async () => {
    to.events.refuses = ({ data }) => data === 'b';
    expect(await drained(EVENTS)).toBe(false);
    expect(postponed).toEqual([['receipt', 2]]);
  });

  it('postpones a message longer each time, up to a minute, by a random part', async () => {
    to.events.down = true;
    for (const [receiveCount, random] of [
      [1, 0],
      [3, 1],
      [3, 0],
      [5, 1],
      [1_000, 1],
      [1_000, 0],
    ] as const) {
      await drained(EVENTS, receiveCount, random);
    }
    expect(postponed.map(([, seconds]) => seconds)).toEqual([1, 8, 4, 10, 60, 30]);
  });

  it('rejects a message that collect did not write, so that it ends in the dead-letter queue', async () => {
    for (const body of ['', 'text', encodeOverflow({ target: 'events', records: ['line'] } as unknown as Overflow)]) {
      await expect(drained(body)).rejects.toThrow();
    }
    expect(to.events.calls).toEqual([]);
  });
});
