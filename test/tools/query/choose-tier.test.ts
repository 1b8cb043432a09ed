import { chooseTier } from '../../../tools/query/choose-tier';
import type { PlannedTable } from '../../../tools/query/plan';
import { toQuestion } from '../../../tools/query/question';

const NOW = Date.parse('2026-11-25T09:00:00Z');

/** Reads the dates from `low` to `high`, both included; an open end where one is undefined. */
const reads = (table: string, low?: string, high?: string): PlannedTable => {
  const bound = (value?: string) => (value === undefined ? undefined : { value, isIncluded: true });
  return {
    ...{ database: 'playhead_dev', table, isEmpty: false },
    ranges: new Map([['dt', [{ low: bound(low), high: bound(high) }]]]),
  };
};
const nothing = { ...reads('sessions'), isEmpty: true };
const choose = (plan: readonly PlannedTable[], sql = 'SELECT 1') => chooseTier(toQuestion(sql, []), plan, NOW);

it('says so where the lake has nothing of what is asked for, be it of today or of a year ago', () => {
  expect(choose([nothing]).why).toBe(
    'the lake has no date that it asks for; the warehouse may, from 2026-11-19 to 2026-11-25',
  );
});

it.each([
  ['today', [reads('sessions', '2026-11-25', '2026-11-25')], 'warehouse'],
  ['the whole of the last seven days', [reads('viewing_events', '2026-11-19')], 'warehouse'],
  ['dates of which the lake has nothing yet', [nothing], 'warehouse'],
  ['the eighth day', [reads('sessions', '2026-11-18', '2026-11-18')], 'lake'],
  ['dates on both sides', [reads('sessions', '2026-11-18', '2026-11-20')], 'lake'],
  [
    'two tables, one of them further back',
    [reads('sessions', '2026-11-20'), reads('viewing_events', '2026-11-01')],
    'lake',
  ],
  ['no date at all', [reads('sessions')], 'lake'],
  ['a table that the plan says nothing of', [{ ...reads('sessions'), ranges: new Map<string, never>() }], 'lake'],
  ['a table of the lake alone', [reads('content_weekly', '2026-11-25')], 'lake'],
])('what asks for %s runs where that is', (_, plan, tier) => {
  expect(choose(plan).tier).toBe(tier);
});

it('what reads no table is asked where it costs least; a table of which nothing is planned is still one', () => {
  expect(choose([], "VALUES 1, 'sessions'")).toEqual({
    tier: 'lake',
    why: 'it reads no table, and the warehouse bills a minute for that',
  });
  expect(choose([], "SELECT count(*) FROM sessions WHERE dt = '2026-11-25'").tier).toBe('warehouse');
});

it('it says why, and of a question across both that it is one', () => {
  expect(choose([reads('sessions', '2026-11-20', '2026-11-21')]).why).toBe(
    'what it asks for lies within the last seven days, 2026-11-19 to 2026-11-25',
  );
  expect(choose([reads('sessions', '2026-11-01', '2026-11-20')]).why).toBe(
    'it asks for dates before 2026-11-19 and after it: the lake has all up to the last curation',
  );
  expect(choose([reads('sessions', undefined, '2026-11-01')]).why).toMatch(/is older than the last seven days/);
});

it('experiments are judged by the last seven days, unless the name is only quoted', () => {
  expect(choose([reads('sessions')], 'SELECT * FROM Experiment_Metrics')).toMatchObject({ tier: 'warehouse' });
  expect(choose([reads('sessions')], "SELECT 'experiment_metrics' FROM sessions")).toMatchObject({ tier: 'lake' });
});
