import { PassThrough } from 'node:stream';
import { dateOf, DAY_MS, foldSessions, SESSIONS, VIEWING_EVENTS } from '../../../domain/lake';
import { chooseTier } from '../../../tools/query/choose-tier';
import { parseQuery } from '../../../tools/query/query';
import { runQuery } from '../../../tools/query/run-query';
import type { TierName } from '../../../tools/query/tier';
import { BothTiers } from '../../support/both-tiers';
import { aViewingEvent, eventId, NOW } from '../../support/events';

/** Two sessions per viewer, on two dates; half of the viewers are in each variant. */
const events = Array.from({ length: 48 }, (_, n) => {
  const viewer = n % 8;
  const second = n % 16 >= 8;
  return aViewingEvent({
    ...{ event_id: eventId(n), viewer_id: `viewer-${viewer}`, session_id: `session-${viewer}-${second}` },
    ...{ event: n < 16 ? 'play_request' : 'heartbeat', sequence: n >> 4, state: n < 32 ? 'playing' : 'rebuffering' },
    ...{ event_ts: NOW - (second ? DAY_MS : 0) + n * 1_000, received_at: NOW, interval_ms: 1_000 * (viewer + 1) },
    experiments: [{ id: 'start-low', variant: viewer % 2 === 0 ? 'control' : 'treatment' }],
  });
});

describe('a query on both tiers', () => {
  let both: BothTiers;
  let tiers: BothTiers['tiers'];

  beforeAll(async () => {
    both = await BothTiers.open(NOW);
    await both.curate(VIEWING_EVENTS, events, ({ event_ts }) => event_ts);
    await both.curate(SESSIONS, foldSessions(events), ({ started_at }) => started_at);
    await both.warehouse.arrive('one', events, dateOf(NOW));
    await both.warehouse.load();
    ({ tiers } = both);
  });
  afterAll(() => both.close());

  const linesOf = async (tier: TierName, sql: string) => {
    const [rows, printed] = [new PassThrough(), [] as string[]];
    const print = (line: string) => void printed.push(line);
    const output = { rows, print, showProgress: () => undefined, isCsv: true, width: 80 };
    const signal = new AbortController().signal;
    await runQuery(tier === 'warehouse' ? tiers.warehouse(4) : tiers.lake, parseQuery(sql, []), output, signal);
    return { rows: String(rows.read()).trimEnd().split('\n'), printed };
  };
  const rowsOf = async (tier: TierName, sql: string) => {
    const { rows, printed } = await linesOf(tier, sql);
    return { rows: rows.map(rounded), printed };
  };
  /** Rounds to twelve digits: sums of doubles depend on their order, and engines format whole numbers differently. */
  const rounded = (line: string): string =>
    line.replace(/-?\d+\.\d+(E-?\d+)?/gi, (number) => String(Number(Number(number).toPrecision(12))));

  it.each([
    'SELECT dt, event, count(*) AS events FROM viewing_events GROUP BY dt, event ORDER BY dt, event',
    `SELECT session_id, playing_ms, rebuffering_ms, attempted FROM sessions WHERE dt = '${dateOf(NOW)}' ORDER BY session_id`,
    'SELECT * FROM experiment_assignments ORDER BY session_id',
    'SELECT * FROM experiment_viewers ORDER BY viewer_id',
    'SELECT * FROM experiment_metrics ORDER BY variant, metric',
    'SELECT * FROM experiment_mismatches',
    `SELECT e.variant, count(*) AS sessions FROM sessions AS s
     JOIN experiment_exposures AS e ON e.viewer_id = s.viewer_id GROUP BY e.variant ORDER BY e.variant`,
  ])('returns the same rows: %s', async (sql) => {
    const [warehouse, lake] = [await rowsOf('warehouse', sql), await rowsOf('lake', sql)];
    expect(warehouse.rows.length).toBeGreaterThan(1);
    expect(warehouse.rows).toEqual(lake.rows);
  });

  it('returns whole numbers of viewers', async () => {
    const sql = 'SELECT variants, viewers FROM experiment_mismatches';
    const [warehouse, lake] = [await linesOf('warehouse', sql), await linesOf('lake', sql)];
    expect(warehouse.rows[1]).toMatch(/^2,\d+$/);
    expect(lake.rows).toEqual(warehouse.rows);
  });

  it('prints what the warehouse bills, before and after', async () => {
    const { printed } = await rowsOf('warehouse', 'SELECT count(*) AS events FROM viewing_events');
    expect(printed[0]).toBe('bills time: $0.025 per minute of 4 RPUs, shared by all queries of that minute');
    expect(printed[1]).toMatch(/^1 row from the warehouse in [\d.]+ s; \d+ B returned, for \$0\.025 or less$/);
  });

  it('runs on the tier that the plan of the lake suggests', async () => {
    const choose = async (sql: string, now: number) => {
      const query = parseQuery(sql, []);
      return chooseTier(query, await tiers.lake.plan(query), now).tier;
    };
    const sql = `SELECT count(*) FROM sessions WHERE dt >= '${dateOf(NOW - DAY_MS)}'`;
    expect(await choose(sql, NOW)).toBe('warehouse');
    expect(await choose(sql, NOW + 5 * DAY_MS)).toBe('warehouse');
    expect(await choose(sql, NOW + 6 * DAY_MS)).toBe('lake');
  });

  it('fails with the reason of the warehouse', async () => {
    await expect(rowsOf('warehouse', 'SELECT nothing FROM sessions')).rejects.toThrow(/nothing/);
    await expect(rowsOf('warehouse', 'SELECT * FROM mirror.load_ledger')).rejects.toThrow(/permission denied/);
  });
});
