import { PassThrough } from 'node:stream';
import { dateOf, DAY_MS, foldSessions, SESSIONS, VIEWING_EVENTS } from '../../../domain/lake';
import { ask } from '../../../tools/query/ask';
import { chooseTier } from '../../../tools/query/choose-tier';
import { toQuestion } from '../../../tools/query/question';
import type { TierName } from '../../../tools/query/tier';
import { BothTiers } from '../../support/both-tiers';
import { aViewingEvent, eventId, NOW } from '../../support/events';

jest.setTimeout(120_000);

/** Two sessions a viewer on two dates; half of the viewers in either variant. */
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

describe('the same SELECT on both tiers', () => {
  let both: BothTiers;
  let tiers: BothTiers['tiers'];

  beforeAll(async () => {
    both = await BothTiers.open(NOW);
    await both.curate(VIEWING_EVENTS, events, ({ event_ts }) => event_ts);
    await both.curate(SESSIONS, foldSessions(events), ({ started_at }) => started_at);
    await both.warehouse.arrive('one', events, dateOf(NOW));
    await both.warehouse.mirror();
    ({ tiers } = both);
  });
  afterAll(() => both.close());

  const linesOf = async (tier: TierName, sql: string) => {
    const [out, said] = [new PassThrough(), [] as string[]];
    const outlet = { out, say: (line: string) => said.push(line), show: () => undefined, isCsv: true, width: 80 };
    const signal = new AbortController().signal;
    await ask(tier === 'warehouse' ? tiers.warehouse(4) : tiers.lake, toQuestion(sql, []), outlet, signal);
    return { rows: String(out.read()).trimEnd().split('\n'), said };
  };
  const rowsOf = async (tier: TierName, sql: string) => {
    const { rows, said } = await linesOf(tier, sql);
    return { rows: rows.map(rounded), said };
  };
  /** To twelve digits: sums of doubles depend on their order, and engines spell whole ones differently. */
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
  ])('%s has the same answer', async (sql) => {
    const [warm, lake] = [await rowsOf('warehouse', sql), await rowsOf('lake', sql)];
    expect(warm.rows.length).toBeGreaterThan(1);
    expect(warm.rows).toEqual(lake.rows);
  });

  it('viewers are counted in whole numbers on both', async () => {
    const sql = 'SELECT variants, viewers FROM experiment_mismatches';
    const [warm, lake] = [await linesOf('warehouse', sql), await linesOf('lake', sql)];
    expect(warm.rows[1]).toMatch(/^2,\d+$/);
    expect(lake.rows).toEqual(warm.rows);
  });

  it('the warehouse says what it bills, before and after', async () => {
    const { said } = await rowsOf('warehouse', 'SELECT count(*) AS events FROM viewing_events');
    expect(said[0]).toBe('bills time: $0.025 a minute of 4 RPUs, which all who ask in it share');
    expect(said[1]).toMatch(/^1 row from the warehouse in [\d.]+ s; \d+ B returned, for \$0\.025 or less$/);
  });

  it('the tier is chosen by what the lake plans', async () => {
    const choose = async (sql: string, now: number) => {
      const question = toQuestion(sql, []);
      return chooseTier(question, await tiers.lake.plan(question), now).tier;
    };
    const sql = `SELECT count(*) FROM sessions WHERE dt >= '${dateOf(NOW - DAY_MS)}'`;
    expect(await choose(sql, NOW)).toBe('warehouse');
    expect(await choose(sql, NOW + 5 * DAY_MS)).toBe('warehouse');
    expect(await choose(sql, NOW + 6 * DAY_MS)).toBe('lake');
  });

  it('a question that fails is told in the words of the warehouse', async () => {
    await expect(rowsOf('warehouse', 'SELECT nothing FROM sessions')).rejects.toThrow(/nothing/);
    await expect(rowsOf('warehouse', 'SELECT * FROM mirror.load_ledger')).rejects.toThrow(/permission denied/);
  });
});
