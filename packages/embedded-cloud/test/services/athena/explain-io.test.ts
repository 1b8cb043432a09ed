import type { EmbeddedTables } from '../../../src/testing/embedded-tables';
import { addVisitsPartition, openTables, VISITS, writeClicks } from '../../support/tables';

let lake: EmbeddedTables;

beforeAll(async () => {
  lake = await openTables();
  await writeClicks(lake);
  await lake.write(VISITS, 'dt=2026-11-01/part.parquet', [{ visit_id: 'visit-1' }]);
  await addVisitsPartition(lake, '2026-11-01');
});

afterAll(() => lake.close());

describe('EXPLAIN (TYPE IO, FORMAT JSON)', () => {
  const explain = async (select: string) => {
    const { rows, bytes, reason } = await lake.ask(`EXPLAIN (TYPE IO, FORMAT JSON) ${select}`);
    expect({ bytes, reason }).toEqual({ bytes: 0, reason: undefined });
    const { inputTableColumnInfos } = JSON.parse(rows[0]?.[0] ?? '') as {
      inputTableColumnInfos: readonly {
        table: { schemaTable: { schema: string; table: string } };
        constraint: { columnConstraints: readonly { domain: { ranges: readonly { low: { value: string } }[] } }[] };
      }[];
    };
    return inputTableColumnInfos.map(({ table, constraint }) => [
      `${table.schemaTable.schema}.${table.schemaTable.table}`,
      constraint.columnConstraints.map(({ domain }) => domain.ranges.map(({ low }) => low.value)),
    ]);
  };

  it.each<[string, string[]]>([
    ["dt = '2026-11-01'", ['2026-11-01']],
    ["dt > '2026-11-01' AND sequence > 1", ['2026-11-02']],
    ["substr(dt, 1, 7) = '2026-11'", ['2026-11-01', '2026-11-02']],
    ["dt >= '2026-11-01'", ['2026-11-01', '2026-11-02']],
    ["dt = '2031-01-01'", []],
  ])('returns the partitions that a SELECT reads WHERE %s', async (condition, dates) => {
    const inputs = await explain(`SELECT count(*) FROM raw_clicks WHERE ${condition}`);
    expect(inputs).toEqual([['shop.raw_clicks', [dates, expect.any(Array)]]]);
  });

  it('returns them for each table, and merges those of a table that is read twice', async () => {
    const inputs = await explain(`
      SELECT count(*) FROM raw_clicks a JOIN raw_clicks b ON a.click_id = b.click_id
      WHERE a.dt = '2026-11-01' AND b.dt = '2026-11-02' AND a.visit_id NOT IN (SELECT visit_id FROM visits)`);
    expect(inputs).toEqual([
      [
        'shop.raw_clicks',
        [
          ['2026-11-01', '2026-11-02'],
          ['07', '20'],
        ],
      ],
      ['shop.visits', [['2026-11-01']]],
    ]);
  });
});
