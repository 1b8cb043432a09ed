import { chooseTier } from '../../../tools/query/choose-tier';
import type { PlannedTable } from '../../../tools/query/plan';
import { parseQuery } from '../../../tools/query/query';

const NOW = Date.parse('2026-11-25T09:00:00Z');

/** A table whose dates from `low` to `high` are read, both included; an end that is undefined is open. */
const reads = (table: string, low?: string, high?: string): PlannedTable => {
  const bound = (value?: string) => (value === undefined ? undefined : { value, isIncluded: true });
  return {
    ...{ database: 'playhead_dev', table, isEmpty: false },
    ranges: new Map([['dt', [{ low: bound(low), high: bound(high) }]]]),
  };
};
const nothing = { ...reads('sessions'), isEmpty: true };
const choose = (plan: readonly PlannedTable[], sql = 'SELECT 1') => chooseTier(parseQuery(sql, []), plan, NOW);

describe('chooseTier', () => {
  it.each([
    ['today', [reads('sessions', '2026-11-25', '2026-11-25')], 'warehouse'],
    ['all of the last seven days', [reads('viewing_events', '2026-11-19')], 'warehouse'],
    ['dates that the lake does not have yet', [nothing], 'warehouse'],
    ['the eighth day', [reads('sessions', '2026-11-18', '2026-11-18')], 'lake'],
    ['dates on both sides', [reads('sessions', '2026-11-18', '2026-11-20')], 'lake'],
    [
      'two tables, one of them with older dates',
      [reads('sessions', '2026-11-20'), reads('viewing_events', '2026-11-01')],
      'lake',
    ],
    ['all dates', [reads('sessions')], 'lake'],
    ['a table without ranges in the plan', [{ ...reads('sessions'), ranges: new Map<string, never>() }], 'lake'],
    ['a table that only the lake has', [reads('content_weekly', '2026-11-25')], 'lake'],
  ])('for a query that reads %s', (_, plan, tier) => {
    expect(choose(plan).tier).toBe(tier);
  });

  it('chooses the lake for a query without a table, but not if the plan merely reads no partitions', () => {
    expect(choose([], "VALUES 1, 'sessions'")).toEqual({
      tier: 'lake',
      why: 'the query reads no table, for which the warehouse would bill a minute',
    });
    expect(choose([], "SELECT count(*) FROM sessions WHERE dt = '2026-11-25'").tier).toBe('warehouse');
  });

  it('gives the reason', () => {
    expect(choose([nothing]).why).toBe(
      'the lake has none of the dates of the query; the warehouse has 2026-11-19 to 2026-11-25',
    );
    expect(choose([reads('sessions', '2026-11-20', '2026-11-21')]).why).toBe(
      'all dates of the query are within the last seven days, 2026-11-19 to 2026-11-25',
    );
    expect(choose([reads('sessions', '2026-11-01', '2026-11-20')]).why).toBe(
      'the query reads dates before 2026-11-19 and later ones; the lake has all dates up to the last curation',
    );
    expect(choose([reads('sessions', undefined, '2026-11-01')]).why).toBe(
      'all dates of the query are before the last seven days, which begin on 2026-11-19',
    );
  });

  it('chooses the warehouse for the evaluation of experiments, unless its name is only quoted', () => {
    expect(choose([reads('sessions')], 'SELECT * FROM Experiment_Metrics')).toMatchObject({ tier: 'warehouse' });
    expect(choose([reads('sessions')], "SELECT 'experiment_metrics' FROM sessions")).toMatchObject({ tier: 'lake' });
  });
});
