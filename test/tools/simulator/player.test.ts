import { type Delivery, Outbox } from '../../../tools/simulator/outbox';
import type { Step } from '../../../tools/simulator/plan';
import { Player } from '../../../tools/simulator/player';
import { Random } from '../../../tools/simulator/random';
import { type DeliveryRates, ORDINARY_RATES } from '../../../tools/simulator/rates';
import type { Session } from '../../../tools/simulator/session';
import { Tally } from '../../../tools/simulator/tally';
import { TimingWheel } from '../../../tools/simulator/timing-wheel';
import { Relay } from '../../../tools/simulator/relay';
import { Transport } from '../../../tools/simulator/transport';
import { Truth } from '../../../tools/simulator/truth';
import { EventIds, readEventIds } from '../../../tools/simulator/event-ids';
import { toViewer } from '../../../tools/simulator/viewer';
import { until } from '../../support/until';
import { FakeCollector } from './fake-collector';

const FAULTLESS: DeliveryRates = {
  ...ORDINARY_RATES,
  duplicated: 0,
  reordered: 0,
  junk: 0,
  offline: 0,
  skewedClocks: 0,
  relayed: 0,
};

/** One step of a session: its event, its offset, and fields that differ from the usual ones. */
type PlannedStep = readonly [event: Step['fields']['event'], offsetMs: number, fields?: Partial<Step['fields']>];

const SHORT: readonly PlannedStep[] = [
  ['play_request', 0],
  ['playing', 60, { state: 'starting', startup_ms: 60 }],
  ['rendition_change', 120],
  ['heartbeat', 200],
  ['quit', 300],
];

const toSteps = (planned: readonly PlannedStep[]): Step[] =>
  planned.map(([event, offsetMs, fields], sequence) => ({
    offsetMs,
    fields: {
      event,
      sequence,
      ...(sequence > 0 && { interval_ms: offsetMs - (planned[sequence - 1]?.[1] ?? 0), state: 'playing' as const }),
      ...fields,
    },
  }));

describe('Player', () => {
  let collector: FakeCollector;
  let delivery: Delivery & { readonly acceptedIds: EventIds };
  let transport: Transport;

  const open = async (server: FakeCollector, rates: Partial<DeliveryRates> = {}) => {
    collector = server;
    const wheel = new TimingWheel();
    transport = new Transport(await server.listen());
    delivery = {
      rates: { ...FAULTLESS, ...rates },
      wheel,
      transport,
      relay: new Relay(transport, wheel),
      truth: new Truth(),
      tally: new Tally(),
      acceptedIds: new EventIds(),
      open: new Set(),
    };
    delivery.wheel.start();
  };

  afterEach(async () => {
    delivery.wheel.stop();
    transport.close();
    await collector.close();
  });

  const toSession = (planned: readonly PlannedStep[], viewer: Partial<Session['viewer']> = {}): Session => {
    const drawn = toViewer('player', 1, FAULTLESS);
    return {
      number: 7,
      viewer: { ...drawn, encoding: 'json', measuresClock: false, ...viewer },
      fields: { session_id: 's7', content_id: 'c', stream_type: 'vod', ...drawn.fields },
      steps: toSteps(planned)[Symbol.iterator](),
      nextNumber: undefined,
      lies: undefined,
      ids: new Random('ids'),
      chance: new Random('chance'),
    };
  };

  /** Starts a session; `ended` resolves when it is over. */
  const begin = (planned: readonly PlannedStep[], viewer: Partial<Session['viewer']> = {}) => {
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const player = new Player(toSession(planned, viewer), delivery, () => end());
    player.start(Date.now());
    return { player, ended };
  };

  /** Waits until every event is answered. */
  const settled = (): Promise<void> => until(() => delivery.open.size === 0 && collector.received.length > 0);

  const play = async (
    planned: readonly PlannedStep[] = SHORT,
    viewer: Partial<Session['viewer']> = {},
  ): Promise<void> => {
    await begin(planned, viewer).ended;
    await settled();
  };

  const sequences = () => collector.events().map(({ sequence }) => sequence);

  it('sends the events of its session in order, and those that are not urgent with the next heartbeat', async () => {
    await open(new FakeCollector());
    await play();
    expect(collector.received.map(({ events }) => events.map(({ event }) => event))).toEqual([
      ['play_request'],
      ['playing'],
      ['rendition_change', 'heartbeat'],
      ['quit'],
    ]);
    expect(collector.received.map(({ path }) => path)).toEqual(Array(4).fill('/v1/events'));
    expect(delivery.tally.counts).toMatchObject({ sent: 5, accepted: 5, refused: 0, retries: 0, errors: 0 });
  });

  it('stamps events with their planned time, not with the time of sending', async () => {
    await open(new FakeCollector());
    await play();
    const [first, ...rest] = collector.events().map(({ event_ts }) => event_ts);
    expect(rest.map((ts) => ts - (first ?? 0))).toEqual([60, 120, 200, 300]);
  });

  it.each([
    ['json', 'application/json', undefined],
    ['beacon', 'text/plain;charset=UTF-8', undefined],
    ['gzip', 'application/octet-stream', 'gzip'],
  ] as const)('sends as %s', async (encoding, contentType, contentEncoding) => {
    await open(new FakeCollector());
    await play(SHORT, { encoding });
    expect(collector.received[0]).toMatchObject({ contentType, contentEncoding });
    expect(sequences()).toEqual([0, 1, 2, 3, 4]);
  });

  it('retries with the same event ids and a new sent_at, and not before Retry-After', async () => {
    await open(
      new FakeCollector((_, index) => (index === 0 ? { status: 503, headers: { 'retry-after': '1' } } : undefined)),
    );
    await play();
    const [refused, again] = collector.received;
    expect(again?.events).toEqual(refused?.events);
    expect((again?.atMs ?? 0) - (refused?.atMs ?? 0)).toBeGreaterThanOrEqual(1_000);
    expect((again?.sentAt ?? 0) - (refused?.sentAt ?? 0)).toBeGreaterThanOrEqual(1_000);
    expect(sequences()).toEqual([0, 0, 1, 2, 3, 4]);
    expect(delivery.tally.counts).toMatchObject({ sent: 5, accepted: 5, retries: 1, errors: 1 });
  });

  it('retries after a broken connection, a 429 and an unreadable 202', async () => {
    const script = [{ status: 0, hangUp: true }, { status: 429 }, { status: 202, body: { accepted: 'yes' } }];
    await open(new FakeCollector((_, index) => script[index]));
    await play();
    expect(sequences()).toEqual([0, 0, 0, 0, 1, 2, 3, 4]);
    expect(new Set(collector.events().map(({ event_id }) => event_id)).size).toBe(5);
    expect(delivery.tally.counts).toMatchObject({ sent: 5, accepted: 5, retries: 3, errors: 3 });
  });

  const NOT_GZIP = { status: 415, headers: { 'accept-encoding': 'identity' } };

  it('sends the same events again uncompressed if the collector cannot read gzip, and then all of them', async () => {
    await open(new FakeCollector(({ contentEncoding }) => (contentEncoding === 'gzip' ? NOT_GZIP : undefined)));
    await play(SHORT, { encoding: 'gzip' });
    const [refused, again, ...later] = collector.received;
    expect(again?.events).toEqual(refused?.events);
    expect(again).toMatchObject({ contentType: 'application/json', contentEncoding: undefined });
    expect(later.map(({ contentEncoding }) => contentEncoding)).not.toContain('gzip');
    expect(delivery.tally.counts).toMatchObject({ sent: 5, accepted: 5, abandoned: 0, retries: 1, errors: 1 });
  });

  it('drops an uncompressed request that is answered so, and any 415 that allows no other coding', async () => {
    await open(new FakeCollector((_, index) => [NOT_GZIP, { status: 415 }][index]));
    await play();
    expect(delivery.tally.counts).toMatchObject({ retries: 0, errors: 2 });
    expect(delivery.tally.counts.abandoned).toBeGreaterThan(1);
  });

  it('drops a request that the collector rejects, and records the reason', async () => {
    await open(
      new FakeCollector((_, index) =>
        index === 1 ? { status: 400, body: { field: 'sent_at', reason: 'is missing' } } : undefined,
      ),
    );
    await play();
    expect(sequences()).toEqual([0, 1, 2, 3, 4]);
    expect(delivery.tally.counts).toMatchObject({ sent: 5, accepted: 4, abandoned: 1, retries: 0, errors: 1 });
    expect(delivery.tally.refusalReasons).toEqual(['status 400: {"field":"sent_at","reason":"is missing"}']);
  });

  it('counts refused events separately, and records the reason unless the event is junk', async () => {
    await open(
      new FakeCollector((request, index) =>
        index === 2
          ? {
              status: 202,
              body: {
                received_at: request.atMs,
                accepted: 1,
                refused: [{ index: 1, event_id: null, field: 'state', reason: 'is odd' }],
              },
            }
          : undefined,
      ),
    );
    await play();
    expect(delivery.tally.counts).toMatchObject({ sent: 5, accepted: 4, refused: 1 });
    expect(delivery.tally.refusalReasons).toEqual(['state: is odd']);
    const accepted = collector.events().filter(({ sequence }) => sequence !== 3);
    expect([...readEventIds(delivery.acceptedIds.pack())]).toEqual(accepted.map(({ event_id }) => event_id));
  });

  it('sends duplicates with the same event ids, and counts their events once', async () => {
    await open(new FakeCollector(), { duplicated: 1 });
    await play();
    const counts = new Map<string, number>();
    for (const { event_id } of collector.events()) counts.set(event_id, (counts.get(event_id) ?? 0) + 1);
    expect([...counts.values()]).toEqual([2, 2, 2, 2, 2]);
    expect(delivery.tally.counts).toMatchObject({ sent: 5, accepted: 5, duplicatesSent: 5 });
  });

  it('holds a request back while a later one overtakes it', async () => {
    await open(new FakeCollector(), { reordered: 0.5 });
    await play();
    expect([...sequences()].sort()).toEqual([0, 1, 2, 3, 4]);
    expect(sequences()).not.toEqual([0, 1, 2, 3, 4]);
    expect(delivery.tally.counts.overtaken).toBeGreaterThan(0);
  });

  it('adds junk with its own ids, and does not change the session', async () => {
    await open(new FakeCollector(), { junk: 1 });
    await play();
    const own = collector.received.flatMap(({ events }) => events.slice(0, -1));
    expect(own.map(({ sequence }) => sequence)).toEqual([0, 1, 2, 3, 4]);
    expect(delivery.tally.counts).toMatchObject({ sent: 9, junkSent: 4 });
  });

  it('sends nothing while offline, and afterwards everything in order, at most 100 events at once', async () => {
    await open(new FakeCollector());
    const session = toSession([]);
    const outbox = new Outbox(session, delivery);
    const beat = (sequence: number): void => {
      const event_id = session.ids.uuid();
      outbox.add({ event_id, event: 'heartbeat', event_ts: Date.now(), sequence, ...session.fields }, true);
    };
    beat(0);
    const onlineAtMs = Date.now() + 300;
    outbox.goOffline(onlineAtMs);
    for (let sequence = 1; sequence < 252; sequence += 1) beat(sequence);
    await settled();
    expect(collector.received.map(({ events }) => events.length)).toEqual([1, 100, 100, 51]);
    expect(collector.received[1]?.atMs).toBeGreaterThanOrEqual(onlineAtMs);
    expect(sequences()).toEqual(Array.from({ length: 252 }, (_, index) => index));
  });

  it('keeps one request in flight while the collector is slow', async () => {
    await open(new FakeCollector((_, index) => (index === 0 ? { status: 503 } : undefined)));
    await play([
      ['play_request', 0],
      ['heartbeat', 50],
      ['heartbeat', 100],
      ['quit', 150],
    ]);
    expect(collector.received.map(({ events }) => events.length)).toEqual([1, 1, 3]);
  });

  it('uses a wrong clock for event_ts and sent_at, and counts streams by the correct clock', async () => {
    await open(new FakeCollector());
    const startMs = Date.now();
    const long: readonly PlannedStep[] = [
      ['play_request', 0],
      ['quit', 100, { interval_ms: 30_000 }],
    ];
    await play(long, { clockSkewMs: 3_600_000 });
    const [request] = collector.received;
    expect((request?.sentAt ?? 0) - (request?.atMs ?? 0)).toBeGreaterThan(3_599_000);
    expect((request?.events[0]?.event_ts ?? 0) - (request?.sentAt ?? 0)).toBeLessThanOrEqual(0);
    const known = delivery.truth.known();
    expect(known).toHaveLength(3);
    expect(Math.max(...known)).toBeLessThanOrEqual(startMs + 200);
  });

  it('measures how far its clock is off by the first answer, and says so in later requests', async () => {
    await open(new FakeCollector());
    await play(SHORT, { clockSkewMs: 30_000, measuresClock: true });
    const [first, ...later] = collector.received.map(({ clockOffsetMs }) => clockOffsetMs);
    expect(first).toBeUndefined();
    expect(later).toHaveLength(3);
    for (const offsetMs of later) expect(Math.abs((offsetMs ?? 0) + 30_000)).toBeLessThan(1_000);
  });

  it('says nothing of its clock if it does not measure it', async () => {
    await open(new FakeCollector());
    await play(SHORT, { clockSkewMs: 30_000 });
    expect(collector.received.map(({ clockOffsetMs }) => clockOffsetMs)).toEqual(Array(4).fill(undefined));
  });

  it('sends a quit that closes the current interval if the viewer leaves early', async () => {
    await open(new FakeCollector());
    const { player } = begin([
      ['play_request', 0],
      ['playing', 50, { state: 'starting', startup_ms: 50 }],
      ['heartbeat', 60_000],
    ]);
    await until(() => sequences().length === 2);
    player.quit(Date.now());
    await settled();
    const last = collector.events().at(-1);
    expect(last).toMatchObject({ event: 'quit', sequence: 2, state: 'playing' });
  });

  it('loses the events that it has not sent when it crashes', async () => {
    await open(new FakeCollector());
    await play([
      ['play_request', 0],
      ['heartbeat', 50],
      ['seek_start', 100],
    ]);
    expect(sequences()).toEqual([0, 1]);
    expect(delivery.tally.counts).toMatchObject({ sent: 2, accepted: 2 });
  });
});
