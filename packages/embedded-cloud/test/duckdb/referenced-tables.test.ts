import { withDuckDb } from '../../src/duckdb/database';
import { referencedTables } from '../../src/duckdb/referenced-tables';

const boundsOf = (select: string) =>
  withDuckDb(async (connection) =>
    (await referencedTables(connection, select)).tables.map(({ table, bounds }) => [table, ...[...bounds].map(spell)]),
  );
const spell = ([column, { low = '', high = '' }]: readonly [
  string,
  { low?: string | undefined; high?: string | undefined },
]) => `${low}<=${column}<=${high}`;

describe('referencedTables', () => {
  it.each<[string, string[][]]>([
    ["SELECT 1 FROM t WHERE dt = 'b'", [['t', 'b<=dt<=b']]],
    ["SELECT 1 FROM t WHERE dt BETWEEN 'a' AND 'c' AND x > 5", [['t', 'a<=dt<=c']]],
    ["SELECT 1 FROM t WHERE dt > 'a' AND 'd' >= DT AND dt <= 'c'", [['t', 'a<=dt<=c']]],
    ["SELECT 1 FROM db.t AS s WHERE s.dt = 'b' AND other.dt = 'c'", [['t', 'b<=dt<=b']]],
    [
      "WITH w AS (SELECT 1 FROM t WHERE dt < 'c') SELECT 1 FROM w WHERE dt = 'z'",
      [
        ['t', '<=dt<=c'],
        ['w', 'z<=dt<=z'],
      ],
    ],
    ["SELECT 1 FROM a JOIN b ON a.x = b.x WHERE a.dt = 'b' AND dt = 'c'", [['a', 'b<=dt<=b'], ['b']]],
    ["SELECT 1 FROM a WHERE dt = 'b' AND x IN (SELECT x FROM c)", [['a', 'b<=dt<=b'], ['c']]],
  ])('finds the tables and bounds of %s', async (select, expected) => {
    expect((await boundsOf(select)).sort()).toEqual(expected);
  });

  it.each([
    'SELECT 1 FROM t',
    "SELECT 1 FROM t WHERE dt = 'b' OR x = 1",
    "SELECT 1 FROM t WHERE NOT (dt = 'b')",
    "SELECT 1 FROM t WHERE dt <> 'b'",
    "SELECT 1 FROM t WHERE substr(dt, 1, 4) = '2026'",
    'SELECT 1 FROM t WHERE dt > 5',
    'SELECT 1 FROM t WHERE dt = y',
    "SELECT count_if(dt = 'b') FROM t",
  ])('finds no bounds in %s', async (select) => {
    expect(await boundsOf(select)).toEqual([['t']]);
  });
});
