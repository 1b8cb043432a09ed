import { GetQueryExecutionCommand } from '@aws-sdk/client-athena';
import { GetTableCommand, GlueClient } from '@aws-sdk/client-glue';
import { provision } from '../../../src/testing/endpoint';
import type { EmbeddedTables } from '../../../src/testing/embedded-tables';
import { ANALYSTS, DATABASE, openTables, writeClicks } from '../../support/tables';

let lake: EmbeddedTables;
let glue: GlueClient;

beforeAll(async () => {
  lake = await openTables();
  glue = new GlueClient(lake.endpoint.clientConfig());
  await writeClicks(lake);
  await provision(await lake.startAthena(), 'AWS::Athena::WorkGroup', {
    Name: 'free',
    WorkGroupConfiguration: {
      EnforceWorkGroupConfiguration: false,
      ResultConfiguration: { OutputLocation: 's3://results/free/' },
    },
  });
});

afterAll(async () => {
  glue.destroy();
  await lake.close();
});

const SELECT = `SELECT click_id, sequence, tests, dwell_ms > 5 AS long, DATE '2026-11-01' AS "day" FROM raw_clicks WHERE dt > '2026-11'`;

const free = { WorkGroup: 'free' };

describe('CREATE TABLE AS', () => {
  it('writes Parquet to the location, and adds a table to the catalog that queries can read', async () => {
    const options = "external_location = 's3://other/made/', format = 'PARQUET', write_compression = 'SNAPPY'";
    const { state, id, rows } = await lake.ask(
      `CREATE TABLE "${DATABASE}"."made"\nWITH(${options})\nAS ${SELECT}`,
      free,
    );
    expect({ state, rows }).toEqual({ state: 'SUCCEEDED', rows: [] });
    const { Table } = await glue.send(new GetTableCommand({ DatabaseName: DATABASE, Name: 'made' }));
    expect(Table?.StorageDescriptor?.Location).toBe('s3://other/made/');
    expect(Table?.StorageDescriptor?.Columns?.map(({ Name, Type }) => `${Name} ${Type}`)).toEqual([
      'click_id string',
      'sequence bigint',
      'tests array<struct<id:string,variant:string>>',
      'long boolean',
      'day date',
    ]);
    const { QueryExecution } = await lake.athena.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
    expect(QueryExecution).toMatchObject({
      StatementType: 'DDL',
      SubstatementType: 'CREATE_TABLE_AS_SELECT',
      ResultConfiguration: { OutputLocation: `s3://results/free/tables/${id}` },
      Statistics: { DataManifestLocation: `s3://results/free/tables/${id}-manifest.csv` },
    });
    const read = await lake.ask('SELECT sequence, tests[1].variant, long, "day" FROM made ORDER BY sequence LIMIT 1');
    expect(read.rows).toEqual([['0', 'b', 'true', '2026-11-01']]);
  });

  it('writes below the output location of a workgroup that enforces it, and rejects any other', async () => {
    const { id, state } = await lake.ask(`CREATE TABLE enforced AS ${SELECT}`);
    expect([state, lake.s3.files('results', `${ANALYSTS}/tables/${id}/`).length]).toEqual(['SUCCEEDED', 1]);
    const elsewhere = lake.ask(`CREATE TABLE x WITH (external_location = 's3://other/x/') AS ${SELECT}`);
    await expect(elsewhere).rejects.toThrow('enforces a centralized output location');
  });

  it('rejects a table that exists, columns without a name and options that it does not support', async () => {
    const reason = async (sql: string) => (await lake.ask(sql, free)).reason;
    expect(await reason(`CREATE TABLE visits AS ${SELECT}`)).toMatch(/^TABLE_ALREADY_EXISTS/);
    expect(await reason(`CREATE TABLE IF NOT EXISTS visits AS ${SELECT}`)).toBeUndefined();
    expect(await reason('CREATE TABLE unnamed AS SELECT 1 + 1')).toMatch(
      /^MISSING_COLUMN_NAME: Column name not specified at position 1/,
    );
    expect(await reason('CREATE TABLE twice AS SELECT 1 AS a, 2 AS A')).toMatch(/specified more than once/);
    expect(await reason("CREATE TABLE csv WITH (format = 'TEXTFILE') AS SELECT 1 AS a")).toMatch(/only PARQUET/);
    const partitioned = lake.ask("CREATE TABLE p WITH (partitioned_by = ARRAY['a']) AS SELECT 1 AS a", free);
    await expect(partitioned).rejects.toThrow('not partitioned_by');
  });
});

describe('DROP TABLE', () => {
  it('removes the table from the catalog, and leaves its objects', async () => {
    await lake.ask(`CREATE TABLE dropped WITH (external_location = 's3://other/dropped/') AS ${SELECT}`, free);
    expect((await lake.ask(`DROP TABLE ${DATABASE}.dropped`)).state).toBe('SUCCEEDED');
    expect(lake.s3.files('other', 'dropped/')).toHaveLength(1);
    expect((await lake.ask('DROP TABLE dropped')).reason).toMatch(/Table not found shop.dropped/);
    expect((await lake.ask('DROP TABLE IF EXISTS dropped')).state).toBe('SUCCEEDED');
  });
});
