import fc from 'fast-check';
import { foldSession } from '../../../domain/features/session-record';
import { summaryOf } from '../../../domain/features/session-summary';
import type { ViewingEvent } from '../../../domain/families/viewing';
import { addDays, dateOf, foldSessions, type Session, SESSIONS, startOf } from '../../../domain/lake';
import { endsPlayback } from '../../../domain/playback';
import { divisions, requestRecords } from '../../support/delivery';
import { eventsBySession } from '../../support/feature-store';
import { hostileEvents } from '../../support/hostile';
import { countAt } from '../../support/readers';
import { TestLake } from '../../support/test-lake';
import { TestWarehouse } from '../../support/warehouse';

const DATE = '2026-11-18';
const NOON = startOf(DATE) + 12 * 3_600_000;
const BUCKETS = 4;

const nameOf = ({ session_id, content_id, viewer_id }: Session | ViewingEvent): string =>
  [session_id, content_id, viewer_id ?? ''].join(' ');

const byName = (one: Session, other: Session): number => (nameOf(one) < nameOf(other) ? -1 : 1);

/** The same event in a session of a group. */
const renamed = (event: ViewingEvent, group: number): ViewingEvent => ({
  ...event,
  session_id: `${group}-${event.session_id}`,
  event_id: event.event_id.replace('018f', `${group}18f`),
});

describe('Features and the lake', () => {
  it('agree on begin, end, time played, position and completion of every playback of a known viewer', () => {
    fc.assert(
      fc.property(hostileEvents(NOON), (events) => {
        const expected = foldSessions(events).filter(({ viewer_id }) => viewer_id !== null);
        for (const session of expected) {
          const own = events.filter((event) => nameOf(event) === nameOf(session));
          const record = foldSession(undefined, own);
          if (!record) throw new Error('There is no record.');
          if (!session.played) continue; // features need a frame
          const { startedAt, endedAt, lastPlayedAt, playingMs, isCompleted, positionMs } = summaryOf(record);
          expect([nameOf(session), startedAt, endedAt, playingMs, positionMs, isCompleted, lastPlayedAt]).toEqual([
            nameOf(session),
            session.started_at,
            session.ended_at,
            session.playing_ms,
            session.last_playhead_ms,
            session.completed,
            session.playing_ms > 0 ? session.last_played_at : null,
          ]);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('group events into the same playbacks', () => {
    fc.assert(
      fc.property(hostileEvents(NOON), (events) => {
        const viewers = new Set(events.map(({ viewer_id }) => viewer_id));
        const playbacks = [...viewers].flatMap((viewer) =>
          viewer === undefined
            ? []
            : eventsBySession(
                viewer,
                events.filter(({ viewer_id }) => viewer_id === viewer),
              ),
        );
        expect(
          playbacks.map(({ sessionId, contentId, viewerId }) => [sessionId, contentId, viewerId].join(' ')).sort(),
        ).toEqual(
          foldSessions(events)
            .filter(({ viewer_id }) => viewer_id !== null)
            .map(nameOf)
            .sort(),
        );
      }),
    );
  });
});

/** Who watches at an instant by the definition alone: a claim covers it, after the request and before the end. */
const streamsAt = (events: readonly ViewingEvent[], instant: number): ReadonlySet<string> => {
  const watching = new Set<string>();
  for (const event of events) {
    const { event_ts, interval_ms = 0, state } = event;
    const covers = event_ts - interval_ms <= instant && instant < event_ts;
    if (!covers || (state !== 'playing' && state !== 'rebuffering')) continue;
    const own = events.filter((other) => nameOf(other) === nameOf(event));
    const endAt = Math.min(...own.filter(endsPlayback).map((other) => other.event_ts));
    const requestedAt = Math.min(
      ...own.filter((other) => other.event === 'play_request').map((other) => other.event_ts),
    );
    const isBefore = Number.isFinite(requestedAt) && requestedAt <= endAt && instant < requestedAt;
    if (!isBefore && instant < endAt) watching.add(`${event.session_id} ${event.viewer_id ?? ''}`);
  }
  return watching;
};

describe('Live counts', () => {
  it('equal the definition under any order, duplication and batching', () => {
    const delivered = hostileEvents(NOON).chain((events) =>
      fc.record({
        events: fc.constant(events),
        batches: divisions([...events, ...events.slice(0, 5)], 4),
        boundsFirst: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(delivered, ({ events, batches, boundsFirst }) => {
        const records = batches.map((batch) => requestRecords(batch, NOON, BUCKETS));
        for (let instant = NOON - 100_000; instant <= NOON + 300_000; instant += 10_000) {
          expect([instant - NOON, countAt(records, instant, boundsFirst)]).toEqual([
            instant - NOON,
            streamsAt(events, instant).size,
          ]);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('The statements of the lake and of the warehouse', () => {
  const many = [0, 1, 2, 3, 4, 5].flatMap((n) =>
    fc
      .sample(hostileEvents(NOON + n * 1_800_000, { minSessions: 40, maxSessions: 40 }), 1)
      .flat()
      .map((event) => renamed(event, n)),
  );
  const columns = Object.keys(SESSIONS.columns).filter((name) => name !== 'experiments');
  const expected = foldSessions(many).toSorted(byName);
  const valuesOf = (session: Session) => columns.map((name) => session[name as keyof Session] ?? null);

  it('are tested with sessions of every kind of contradiction', () => {
    expect(expected.length).toBeGreaterThan(100);
    expect(expected.filter(({ conflicts }) => conflicts > 0).length).toBeGreaterThan(20);
    expect(expected.filter(({ ad_ms }) => ad_ms > 0).length).toBeGreaterThan(5);
    expect(expected.filter(({ viewer_id }) => viewer_id === null).length).toBeGreaterThan(5);
    expect(expected.filter(({ ad_breaks }) => ad_breaks > 1).length).toBeGreaterThan(0);
    expect(expected.filter(({ remote_playback }) => remote_playback === false).length).toBeGreaterThan(5);
    expect(expected.filter(({ error_code }) => error_code !== null).length).toBeGreaterThan(5);
    expect(expected.filter(({ licence_ms }) => licence_ms !== null).length).toBeGreaterThan(5);
    expect(
      expected.filter((one) => one.media_ms > one.known_latency_media_ms && one.live_latency_media > 0).length,
    ).toBeGreaterThan(5);
  });

  it('fold hostile sessions in the lake like the reference', async () => {
    const lake = await TestLake.open();
    try {
      await lake.receive(many, NOON + 3 * 3_600_000);
      await lake.curate([DATE], startOf(addDays(DATE, 1)) - 1);
      const rows = await lake.ask(`SELECT ${columns.join(', ')} FROM sessions WHERE dt = '${DATE}'`);
      const found = rows.map((row) => row.map((value) => value ?? null));
      expect(sorted(found)).toEqual(
        sorted(
          expected.map((session) =>
            valuesOf(session).map((value) => (value === null ? null : JSON.stringify(value).replaceAll('"', ''))),
          ),
        ),
      );
    } finally {
      await lake.close();
    }
  });

  it('fold hostile sessions in the warehouse like the reference', async () => {
    const warehouse = await TestWarehouse.open(NOON + 6 * 3_600_000);
    try {
      await warehouse.prepare();
      const half = many.filter((_, n) => n % 2 === 0);
      await warehouse.arrive('one', half, DATE);
      await warehouse.load();
      await warehouse.arrive('two', many, DATE);
      await warehouse.load();
      const found = await warehouse.readers.rows(`SELECT ${columns.join(', ')} FROM sessions`);
      expect(dateOf(NOON)).toBe(DATE);
      expect(sorted(found)).toEqual(sorted(expected.map(valuesOf)));
    } finally {
      await warehouse.close();
    }
  });
});

const sorted = (rows: readonly (readonly unknown[])[]): readonly string[] =>
  rows.map((row) => JSON.stringify(row)).sort();
