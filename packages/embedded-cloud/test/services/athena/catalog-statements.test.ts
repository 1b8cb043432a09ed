import { GetQueryExecutionCommand, GetQueryResultsCommand } from '@aws-sdk/client-athena';

import { provision } from '../../../src/testing/endpoint';
import type { EmbeddedTables } from '../../../src/testing/embedded-tables';
import { addVisitsPartition, ANALYSTS, DATABASE, openTables, TABLES as DECLARED, VISITS } from '../../support/tables';

const TABLES = DECLARED.map(({ name }) => name);
const VIEW = Buffer.from(JSON.stringify({ originalSql: 'SELECT 1 AS one' })).toString('base64');

let lake: EmbeddedTables;
beforeAll(async () => {
  lake = await openTables();
  await provision(lake.glue, 'AWS::Glue::Table', {
    DatabaseName: DATABASE,
    TableInput: {
      Name: 'ones',
      TableType: 'VIRTUAL_VIEW',
      StorageDescriptor: { Columns: [{ Name: 'one', Type: 'int' }] },
      ViewOriginalText: `/* Presto View: ${VIEW} */`,
    },
  });
  for (const dt of ['2026-11-02', '2026-11-01']) await addVisitsPartition(lake, dt);
});
afterAll(() => lake.close());

/** The lines of a result, which has no header. */
const linesOf = async (sql: string): Promise<readonly (string | undefined)[]> => {
  const { id, reason } = await lake.ask(sql);
  expect(reason).toBeUndefined();
  const { ResultSet } = await lake.athena.send(new GetQueryResultsCommand({ QueryExecutionId: id }));
  return (ResultSet?.Rows ?? []).map(({ Data }) => Data?.[0]?.VarCharValue);
};

describe('a catalog statement', () => {
  it.each<readonly [sql: string, names: readonly string[]]>([
    ['SHOW DATABASES', [DATABASE]],
    ["SHOW SCHEMAS LIKE 'sho*'", [DATABASE]],
    ["show databases 'other*'", []],
    ['SHOW TABLES', [...TABLES, 'ones'].sort()],
    [`SHOW TABLES IN ${DATABASE};`, [...TABLES, 'ones'].sort()],
    ["SHOW TABLES 'visit*|ones'", ['ones', ...TABLES.filter((name) => name.startsWith('visit'))].sort()],
    ['SHOW VIEWS', ['ones']],
    ['SHOW PARTITIONS visits', ['dt=2026-11-01', 'dt=2026-11-02']],
    [`SHOW PARTITIONS \`${DATABASE}\`.\`Visits\``, ['dt=2026-11-01', 'dt=2026-11-02']],
    // Projected partitions are not in the catalog.
    ['SHOW PARTITIONS raw_clicks', []],
  ])('answers %s with %j', async (sql, names) => {
    expect(await linesOf(sql)).toEqual(names);
  });

  it('describes a table in the layout of Hive, which repeats the partition keys at the end', async () => {
    const lines = await linesOf(`DESCRIBE ${DATABASE}.visits`);
    const columns = Object.keys(VISITS.columns);
    expect(lines[0]).toBe('visit_id            \tstring              \t                    ');
    expect(lines.map((line) => line?.split('\t')[0]?.trim())).toEqual([
      ...[...columns, 'dt'],
      ...['', '# Partition Information', '# col_name', '', 'dt'],
    ]);
  });

  it('is a UTILITY statement whose result is stored as text', async () => {
    const { id } = await lake.ask('SHOW TABLES');
    const { QueryExecution } = await lake.athena.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
    expect(QueryExecution).toMatchObject({
      StatementType: 'UTILITY',
      SubstatementType: 'SHOW_TABLES',
      ResultConfiguration: { OutputLocation: `s3://results/${ANALYSTS}/${id}.txt` },
    });
    const { ResultSet } = await lake.athena.send(new GetQueryResultsCommand({ QueryExecutionId: id }));
    expect(ResultSet?.ResultSetMetadata?.ColumnInfo).toMatchObject([{ Name: 'tab_name', Type: 'string' }]);
  });

  it.each([
    ['SHOW TABLES IN nowhere', /Database does not exist: nowhere/],
    ['DESCRIBE nothing', /Table not found shop.nothing/],
    ['SHOW PARTITIONS removed_users', /removed_users is not a partitioned table/],
  ])('fails with the error of Hive: %s', async (sql, reason) => {
    expect(await lake.ask(sql)).toMatchObject({ state: 'FAILED', reason: expect.stringMatching(reason) as string });
  });

  it.each(['SHOW CREATE TABLE visits', 'DESCRIBE FORMATTED visits', 'SHOW FUNCTIONS', "SHOW TABLES 'a(b'"])(
    'is rejected with a list of the supported ones: %s',
    async (sql) => {
      await expect(lake.start(sql)).rejects.toMatchObject({
        name: 'InvalidRequestException',
        message: expect.stringMatching(/supports SHOW DATABASES, .* use the Glue API/) as string,
      });
    },
  );
});
