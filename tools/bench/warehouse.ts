import type { ViewingEvent } from '../../domain/families/viewing';
import { dateOf, DAY_MS, foldSessions, RAW_VIEWING_EVENTS, SESSIONS, VIEWING_EVENTS } from '../../domain/lake';
import { defineCommand } from '../command/command';
import { runCommand } from '../command/run-command';
import { parseQuery } from '../query/query';
import type { Tier } from '../query/tier';
import { BothTiers } from '../../test/support/both-tiers';
import { columnsOf } from '../../test/support/warehouse';
import { sampleViewingEvents } from './sample-events';

/** The end of the last hour; the warehouse shows the week before it. */
const NOW = Date.parse('2026-11-25T00:00:00Z') + DAY_MS - 1;
const HOUR_MS = 3_600_000;
const HOURS = 7 * 24;
const EVENTS_PER_SESSION = 100;
const TIMES = 5;

/** The sessions of an hour: a hundred heartbeats each, every viewer in two experiments. */
const eventsOf = (hour: number, sessionsPerHour: number): readonly ViewingEvent[] => {
  const from = NOW + 1 - (HOURS - hour) * HOUR_MS;
  return sampleViewingEvents(sessionsPerHour * EVENTS_PER_SESSION, from).map((event, index) => {
    const session = hour * sessionsPerHour + Math.floor(index / EVENTS_PER_SESSION);
    const sequence = index % EVENTS_PER_SESSION;
    const viewer = session % (sessionsPerHour * 40);
    const event_ts = from + ((session * 7_919) % 2_400_000) + sequence * 10_000;
    return {
      ...event,
      event_id: `00000000-0000-4000-8000-${(hour * 1_000_000 + index).toString(16).padStart(12, '0')}`,
      event: sequence === 0 ? 'play_request' : 'heartbeat',
      state: sequence % 20 === 19 ? 'rebuffering' : 'playing',
      ...{ event_ts, received_at: event_ts + 200, sequence, session_id: `session-${session}` },
      viewer_id: `viewer-${viewer}`,
      experiments: [
        { id: 'start-low', variant: viewer % 2 === 0 ? 'control' : 'treatment' },
        { id: 'row-order', variant: `v${viewer % 4}` },
      ],
    };
  });
};

const QUERIES = {
  variantMetrics: `SELECT variant, metric, viewers, value, standard_error FROM experiment_metrics
    WHERE experiment_id = 'start-low' ORDER BY variant, metric`,
  sessionsByDevice: `SELECT device_type, count(*) AS sessions, sum(playing_ms) AS playing_ms, sum(stall_ms) AS stall_ms
    FROM sessions WHERE dt >= '${dateOf(NOW - 6 * DAY_MS)}' GROUP BY device_type ORDER BY device_type`,
  eventsByTitle: `SELECT content_id, count(*) AS events, count(DISTINCT session_id) AS sessions
    FROM viewing_events WHERE dt >= '${dateOf(NOW - 6 * DAY_MS)}' GROUP BY content_id ORDER BY content_id`,
};

const timed = async <Result>(work: () => Promise<Result>): Promise<{ result: Result; seconds: number }> => {
  const start = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - start) / 1_000 };
};

/** The rows of a query, and the median time from its start to its first page of rows. */
const measure = async (tier: Tier, sql: string) => {
  const times: number[] = [];
  let rows = '';
  for (let time = 0; time < TIMES; time++) {
    const run = await timed(async () => {
      const result = await tier.run(parseQuery(sql, []), () => undefined, new AbortController().signal);
      for await (const page of result.pages()) return JSON.stringify(page.map((row) => row.slice(0, 3)));
      return '';
    });
    times.push(run.seconds);
    rows = run.result;
  }
  return { seconds: times.sort((a, b) => a - b)[TIMES >> 1] ?? 0, rows };
};

/** Writes the events of hours to raw, from which the warehouse loads them. */
const fill = async ({ warehouse }: BothTiers, hours: readonly number[], sessionsPerHour: number): Promise<void> => {
  for (const hour of hours) {
    const own = eventsOf(hour, sessionsPerHour);
    const key = `dt=${dateOf(own[0]?.received_at ?? 0)}/hour=00/${hour}.parquet`;
    await warehouse.write(`${RAW_VIEWING_EVENTS.prefix}/${key}`, own, columnsOf(RAW_VIEWING_EVENTS));
  }
};

/** Measures a load of one new hour, and the same queries on both tiers. */
const bench = async (events: number) => {
  const sessionsPerHour = Math.round(events / HOURS / EVENTS_PER_SESSION);
  const both = await BothTiers.open(NOW);
  try {
    const hours = Array.from({ length: HOURS }, (_, hour) => hour);
    let weekSeconds = 0;
    for (let day = 0; day < HOURS; day += 24) {
      await fill(both, hours.slice(day, Math.min(day + 24, HOURS - 1)), sessionsPerHour);
      weekSeconds += (await timed(() => both.warehouse.load())).seconds;
    }
    await fill(both, hours.slice(-1), sessionsPerHour);
    const hour = await timed(() => both.warehouse.load());
    for (let day = 0; day < HOURS; day += 24) {
      const own = hours.slice(day, day + 24).flatMap((hour) => eventsOf(hour, sessionsPerHour));
      await both.curate(VIEWING_EVENTS, own, ({ event_ts }) => event_ts);
      await both.curate(SESSIONS, foldSessions(own), ({ started_at }) => started_at);
    }
    const [[rows] = []] = await both.warehouse.readers.rows('SELECT count(*) FROM viewing_events');
    const queries = [];
    for (const [name, sql] of Object.entries(QUERIES)) {
      const [warehouse, lake] = [await measure(both.tiers.warehouse(4), sql), await measure(both.tiers.lake, sql)];
      const isSame = warehouse.rows === lake.rows;
      queries.push({
        name,
        warehouseSeconds: warehouse.seconds,
        lakeSeconds: lake.seconds,
        times: lake.seconds / warehouse.seconds,
        isSame,
      });
    }
    return {
      ...{ rows, weekSeconds, hourSeconds: hour.seconds, questions: queries },
      target:
        'hourSeconds <= 5; variantMetrics warehouse <= 1 s and >= 5 times as fast as lake; the same rows on both tiers',
      ok:
        hour.seconds <= 5 &&
        queries.every(({ isSame }) => isSame) &&
        queries.some(
          ({ name, warehouseSeconds, times }) => name === 'variantMetrics' && warehouseSeconds <= 1 && times >= 5,
        ),
    };
  } finally {
    await both.close();
  }
};

runCommand(
  defineCommand({
    name: 'npm run bench:warehouse',
    summary: 'Measures a load of the warehouse, and the same queries on both tiers. Fails if one misses its target.',
    options: { events: { type: 'number', default: 1_000_000, description: 'how many events the week has' } },
    example: '--events 100000',
    run: async ({ events }) => {
      const result = await bench(events);
      console.log(JSON.stringify({ node: process.version, ...result }, null, 2));
      return result.ok ? 0 : 1;
    },
  }),
);
