import type { ViewingEvent } from '../../../domain/families/viewing';
import { addDays, dateOf, startOf } from '../../../domain/lake/dates';
import { sessionsOf } from '../../../domain/lake/fold-sessions';
import type { Session } from '../../../domain/lake/session';
import { SESSIONS } from '../../../domain/lake/tables';
import { simulatedEvents } from '../../support/simulated';
import { playback, TestLake } from '../../support/test-lake';

const DATE = '2026-11-18';
const HOUR = 3_600_000;

describe('Curation', () => {
  let lake: TestLake;

  beforeEach(async () => {
    lake = await TestLake.open();
  });

  afterEach(() => lake.close());

  /** Delivers events by their date of receipt, one object per date. */
  const receive = async (events: readonly ViewingEvent[]): Promise<void> => {
    for (const date of new Set(events.map(({ received_at }) => dateOf(received_at)))) {
      const own = events.filter(({ received_at }) => dateOf(received_at) === date);
      await lake.receive(own, startOf(date) + 20 * HOUR);
    }
  };

  it('derives the same sessions as the TypeScript fold, column by column', async () => {
    // Some sessions began the evening before, some play slightly faster. Some events are lost, some arrive twice, and all are
    // stored in another order.
    const sent = simulatedEvents(60, (index) => startOf(DATE) - 2 * HOUR + (index * 20 * HOUR) / 60).map(
      (event, index) => (index % 7 === 0 ? { ...event, playback_rate: 1.1 } : event),
    );
    const accepted = sent.filter((_, index) => index % 23 !== 5);
    const arrived = [...accepted, ...accepted.filter((_, index) => index % 11 === 0)].toSorted((a, b) =>
      a.event_id < b.event_id ? -1 : 1,
    );
    await receive(arrived);
    await lake.curate([addDays(DATE, -1), DATE], startOf(DATE) + 24 * HOUR - 1);
    const columns = Object.keys(SESSIONS.columns).filter((column) => column !== 'experiments');
    const rows = await lake.ask(
      `SELECT ${columns.join(', ')}, cardinality(experiments), element_at(experiments, 1).variant
       FROM sessions WHERE dt = '${DATE}' ORDER BY session_id`,
    );
    const expected = sessionsOf(DATE, accepted).toSorted((a, b) => (a.session_id < b.session_id ? -1 : 1));
    expect(expected.length).toBeGreaterThan(40);
    expect(rows.map((row) => row.map(withoutPoint))).toEqual(
      expected.map((session) => [
        ...columns.map((column) => toText(session[column as keyof Session])),
        toText(session.experiments?.length),
        session.experiments?.[0]?.variant,
      ]),
    );
  });

  it('ignores events that are resent hours later with their old sent_at, across midnight', async () => {
    const original = playback({ session_id: 'twice', event_ts: startOf(DATE) + 22 * HOUR });
    const copies = original.map((event) => ({
      ...event,
      event_ts: event.event_ts + 3 * HOUR,
      client_event_ts: event.event_ts,
      received_at: event.received_at + 3 * HOUR,
    }));
    await receive([...original, ...copies]);
    await lake.curate([DATE, addDays(DATE, 1)], startOf(DATE) + 48 * HOUR);
    const rows = await lake.ask(`
      SELECT dt, started_at, ended_at, playing_ms, stall_count, events, expected_events
      FROM sessions WHERE session_id = 'twice' AND dt BETWEEN '${DATE}' AND '${addDays(DATE, 1)}'`);
    const [session] = sessionsOf(DATE, original);
    const { started_at, ended_at, playing_ms, stall_count, events, expected_events } = session ?? {};
    expect(rows).toEqual([
      [DATE, ...[started_at, ended_at, playing_ms, stall_count, events, expected_events].map(toText)],
    ]);
  });

  it('gives a training example only features that were known when its day began', async () => {
    const [dayBefore, day] = [startOf(DATE) - 24 * HOUR, startOf(DATE)];
    const viewer = { viewer_id: 'v'.repeat(43) };
    const known = playback({ ...viewer, session_id: 'known', event_ts: dayBefore + HOUR });
    // This session ended the day before, but its end was received an hour after midnight, so its outcome was not known.
    const reportedLate = playback({ ...viewer, session_id: 'late', event_ts: dayBefore + 2 * HOUR }).map((event) => ({
      ...event,
      received_at: event.event === 'ended' ? day + HOUR : event.received_at,
    }));
    const earlierToday = playback({ ...viewer, session_id: 'today-1', event_ts: day + HOUR });
    const example = playback({ ...viewer, session_id: 'today-2', event_ts: day + 2 * HOUR });
    await receive([known, reportedLate, earlierToday, example].flat());
    const query = `
      SELECT session_id, viewer_sessions_28d, viewer_completions_28d, viewer_last_started_at, title_plays_28d,
        viewer_watched_title_28d, label_played, label_completed
      FROM training_examples WHERE dt = '${DATE}' ORDER BY session_id`;
    await lake.curate([addDays(DATE, -1), DATE], day + 26 * HOUR);
    const row = (session: string) => [session, '1', '1', String(dayBefore + HOUR), '1', 'true', 'true', 'true'];
    expect(await lake.ask(query)).toEqual([row('today-1'), row('today-2')]);
    // Events that arrive days later can change labels, but never the features.
    await receive(
      playback({ ...viewer, session_id: 'found', event_ts: dayBefore + 3 * HOUR, received_at: day + 30 * HOUR }),
    );
    await lake.curate([addDays(DATE, -1), DATE], day + 50 * HOUR);
    expect(await lake.ask(query)).toEqual([row('today-1'), row('today-2')]);
  });

  it('sums viewing, starts, completions, abandonments and viewers of a title by week, country and device class', async () => {
    const at = (hours: number): number => startOf(DATE) + hours * HOUR;
    const viewer = (letter: string) => ({ viewer_id: letter.repeat(43) });
    const left = playback({ ...viewer('a'), session_id: 'left', event_ts: at(3), country: 'FR' }).map((event) =>
      event.event === 'ended' ? { ...event, event: 'quit' as const } : event,
    );
    const failed = playback({ ...viewer('b'), session_id: 'failed', event_ts: at(4), device_type: 'mobile' }).map(
      (event) =>
        event.event === 'ended' ? { ...event, event: 'error' as const, error_fatal: true, error_code: 'E1' } : event,
    );
    const never = playback({ ...viewer('c'), session_id: 'never', event_ts: at(5) }).slice(0, 1);
    await receive([
      ...playback({ ...viewer('a'), session_id: 'ended', event_ts: at(2) }, 6),
      ...[left, failed, never].flat(),
    ]);
    await lake.curate([DATE], at(48));
    const weeks = await lake.ask(`
      SELECT country, device_type, attempts, starts, completions, abandonments, unique_viewers,
        round(viewing_hours * 3600, 1), round(completion_ratio, 3), round(abandonment_ratio, 3)
      FROM content_weekly WHERE week = '2026-11-16'
      ORDER BY country NULLS FIRST, device_type NULLS FIRST`);
    expect(weeks).toEqual([
      [undefined, undefined, '4', '3', '1', '1', '2', '101.5', '0.333', '0.333'],
      [undefined, 'mobile', '1', '1', '0', '0', '1', '20.5', '0.0', '0.0'],
      [undefined, 'web', '3', '2', '1', '1', '1', '81.0', '0.5', '0.5'],
      ['DE', undefined, '3', '2', '1', '0', '2', '81.0', '0.5', '0.0'],
      ['DE', 'mobile', '1', '1', '0', '0', '1', '20.5', '0.0', '0.0'],
      ['DE', 'web', '2', '1', '1', '0', '1', '60.5', '1.0', '0.0'],
      ['FR', undefined, '1', '1', '0', '1', '1', '20.5', '0.0', '1.0'],
      ['FR', 'web', '1', '1', '0', '1', '1', '20.5', '0.0', '1.0'],
    ]);
  });
});

/** Removes the decimal point that one engine prints for whole doubles. */
const withoutPoint = (value: string | undefined): string | undefined => value?.replace(/^(\d+)\.0$/, '$1');

/** A value as text, in the spelling of a query result. */
const toText = (value: unknown): string | undefined => {
  if (value === null || value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
};
