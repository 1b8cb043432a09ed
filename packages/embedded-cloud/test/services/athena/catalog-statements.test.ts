import { GetQueryExecutionCommand, GetQueryResultsCommand } from '@aws-sdk/client-athena';
import { LAKE_TABLES, SESSIONS } from '../../../../../domain/lake';
import { provision } from '../../support/endpoint';
import { ANALYSTS, DATABASE, EmbeddedLake } from '../../../../../test/support/embedded-lake';

const TABLES = LAKE_TABLES.map(({ name }) => name);
const VIEW = Buffer.from(JSON.stringify({ originalSql: 'SELECT 1 AS one' })).toString('base64');

let lake: EmbeddedLake;
beforeAll(async () => {
  lake = await EmbeddedLake.open();
  await provision(lake.glue, 'AWS::Glue::Table', {
    DatabaseName: DATABASE,
    TableInput: {
      Name: 'ones',
      TableType: 'VIRTUAL_VIEW',
      StorageDescriptor: { Columns: [{ Name: 'one', Type: 'int' }] },
      ViewOriginalText: `/* Presto View: ${VIEW} */`,
    },
  });
  for (const dt of ['2026-11-02', '2026-11-01']) await lake.writeCurated(SESSIONS, dt, []);
});
afterAll(() => lake.close());

/** The lines of the answer: it has no header. */
const linesOf = async (sql: string): Promise<readonly (string | undefined)[]> => {
  const { id, reason } = await lake.ask(sql);
  expect(reason).toBeUndefined();
  const { ResultSet } = await lake.athena.send(new GetQueryResultsCommand({ QueryExecutionId: id }));
  return (ResultSet?.Rows ?? []).map(({ Data }) => Data?.[0]?.VarCharValue);
};

describe('what the catalog alone answers', () => {
  it.each<readonly [sql: string, names: readonly string[]]>([
    ['SHOW DATABASES', [DATABASE]],
    ["SHOW SCHEMAS LIKE 'play*'", [DATABASE]],
    ["show databases 'other*'", []],
    ['SHOW TABLES', [...TABLES, 'ones'].sort()],
    [`SHOW TABLES IN ${DATABASE};`, [...TABLES, 'ones'].sort()],
    ["SHOW TABLES 'sess*|ones'", ['ones', ...TABLES.filter((name) => name.startsWith('sess'))].sort()],
    ['SHOW VIEWS', ['ones']],
    ['SHOW PARTITIONS sessions', ['dt=2026-11-01', 'dt=2026-11-02']],
    [`SHOW PARTITIONS \`${DATABASE}\`.\`Sessions\``, ['dt=2026-11-01', 'dt=2026-11-02']],
    // They are projected: the catalog has none.
    ['SHOW PARTITIONS raw_viewing_events', []],
  ])('%s gives %j', async (sql, names) => {
    expect(await linesOf(sql)).toEqual(names);
  });

  it('DESCRIBE lays a table out as Hive does, its keys once more at the end', async () => {
    const lines = await linesOf(`DESCRIBE ${DATABASE}.sessions`);
    const columns = Object.keys(SESSIONS.columns);
    expect(lines[0]).toBe('session_id          \tstring              \t                    ');
    expect(lines.map((line) => line?.split('\t')[0]?.trim())).toEqual([
      ...[...columns, 'dt'],
      ...['', '# Partition Information', '# col_name', '', 'dt'],
    ]);
  });

  it('is kept as text, as a statement that is neither DDL nor DML', async () => {
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
    ['DESCRIBE nothing', /Table not found playhead_dev.nothing/],
    ['SHOW PARTITIONS erased_viewers', /erased_viewers is not a partitioned table/],
  ])('%s fails', async (sql, reason) => {
    expect(await lake.ask(sql)).toMatchObject({ state: 'FAILED', reason: expect.stringMatching(reason) as string });
  });

  it.each(['SHOW CREATE TABLE sessions', 'DESCRIBE FORMATTED sessions', 'SHOW FUNCTIONS', "SHOW TABLES 'a(b'"])(
    '%s is refused, with what is answered',
    async (sql) => {
      await expect(lake.start(sql)).rejects.toMatchObject({
        name: 'InvalidRequestException',
        message: expect.stringMatching(/answers SHOW DATABASES, .* ask Glue/) as string,
      });
    },
  );
});
