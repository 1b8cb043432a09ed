import {
  BatchExecuteStatementCommand,
  CancelStatementCommand,
  DescribeStatementCommand,
  ExecuteStatementCommand,
  GetStatementResultCommand,
  ListStatementsCommand,
  ListTablesCommand,
  paginateGetStatementResult,
  RedshiftDataClient,
} from '@aws-sdk/client-redshift-data';
import { RedshiftData } from '../../../src/services/redshift-data/redshift-data';
import { S3 } from '../../../src/services/s3/s3';
import { Endpoint, provision } from '../../../src/testing/endpoint';
import { until } from '../../support/until';

const ADMIN = { WorkgroupName: 'wg', Database: 'db', SecretArn: 'redshift!ns-boss' };
const READER = { WorkgroupName: 'wg', Database: 'db' };

let endpoint: Endpoint;
let client: RedshiftDataClient;

/** Starts the service; when one runs already, the new one replaces it, as after a restart. */
const startService = async (): Promise<void> => {
  const { surroundings, faults, access } = endpoint;
  const objects = new S3(surroundings, faults);
  const service = endpoint.add(new RedshiftData({ surroundings, faults, access, objects }));
  const namespace = { NamespaceName: 'ns', DbName: 'db', AdminUsername: 'boss' };
  await provision(service, 'AWS::RedshiftServerless::Namespace', namespace);
  const workgroup = { WorkgroupName: 'wg', NamespaceName: 'ns', BaseCapacity: 8 };
  await provision(service, 'AWS::RedshiftServerless::Workgroup', workgroup);
};

const describeFinished = async (Id: string | undefined) => {
  const describeStatement = () => client.send(new DescribeStatementCommand({ Id }));
  let described = await describeStatement();
  await until(async () => {
    described = await describeStatement();
    return !['SUBMITTED', 'STARTED'].includes(described.Status ?? '');
  });
  return described;
};
const run = async (Sql: string, input: object = ADMIN) =>
  describeFinished((await client.send(new ExecuteStatementCommand({ ...READER, ...input, Sql }))).Id);
const batch = async (...Sqls: string[]) =>
  describeFinished((await client.send(new BatchExecuteStatementCommand({ ...ADMIN, Sqls }))).Id);
const rowsOf = async (Sql: string) => {
  const { Id } = await run(Sql);
  return (await client.send(new GetStatementResultCommand({ Id }))).Records;
};

beforeAll(async () => {
  endpoint = await Endpoint.open();
  await startService();
  client = new RedshiftDataClient(endpoint.clientConfig());
});
afterAll(async () => {
  client.destroy();
  await endpoint.close();
});

describe('the Redshift Data API', () => {
  it('rolls back a batch when one of its statements fails, and returns the reason', async () => {
    expect(await batch('CREATE TABLE kept (n int)', 'INSERT INTO kept VALUES (1)')).toMatchObject({
      Status: 'FINISHED',
      SubStatements: [{ Status: 'FINISHED' }, { Status: 'FINISHED', ResultRows: 1 }],
    });
    const failed = await batch('INSERT INTO kept VALUES (2)', 'DROP TABLE kept', 'SELECT * FROM nothing');
    expect(failed).toMatchObject({ Status: 'FAILED', Error: expect.stringContaining('nothing') as unknown });
    expect(await rowsOf('SELECT n FROM kept')).toEqual([[{ longValue: 1 }]]);
  });

  it('drops temporary tables at the end of their batch', async () => {
    expect((await batch('CREATE TEMP TABLE mine (n int)', 'INSERT INTO mine VALUES (1)')).Status).toBe('FINISHED');
    expect((await run('SELECT * FROM mine')).Status).toBe('FAILED');
  });

  it('ignores distribution, sort keys, grants and locks', async () => {
    const placed = 'CREATE TABLE placed (k varchar(9), n int) DISTSTYLE KEY DISTKEY (k) COMPOUND SORTKEY (k, n)';
    expect((await batch(placed, 'GRANT SELECT ON placed TO PUBLIC', 'LOCK placed')).Status).toBe('FINISHED');
    expect(await rowsOf('SELECT count(*) FROM placed')).toEqual([[{ longValue: 0 }]]);
  });

  it('lists the columns of a table in svv_columns, and adds a column', async () => {
    expect((await batch('CREATE TABLE grown (n int)', 'ALTER TABLE grown ADD COLUMN tests super')).Status).toBe(
      'FINISHED',
    );
    expect(await rowsOf("SELECT column_name FROM svv_columns WHERE table_name = 'grown' ORDER BY 1")).toEqual([
      [{ stringValue: 'n' }],
      [{ stringValue: 'tests' }],
    ]);
  });

  it('fails a statement whose result has a row above 64 KB', async () => {
    expect(await run("SELECT repeat('x', 65000) AS text")).toMatchObject({ Status: 'FINISHED' });
    expect(await run("SELECT repeat('x', 66000) AS text")).toMatchObject({
      Status: 'FAILED',
      Error: expect.stringContaining('Packet for query is too large') as unknown,
    });
  });

  it('returns a long result page by page', async () => {
    const values = Array.from({ length: 2_500 }, (_, n) => `(${n + 1})`).join(', ');
    await batch('CREATE TABLE many (n bigint)', `INSERT INTO many VALUES ${values}`);
    const { Id, ResultRows, HasResultSet } = await run(
      'SELECT n, n * 0.5e0 AS half, n > 9 AS big FROM many ORDER BY n',
    );
    expect([ResultRows, HasResultSet]).toEqual([2_500, true]);
    const pages = [];
    for await (const page of paginateGetStatementResult({ client }, { Id })) pages.push(page);
    expect(pages.map(({ Records }) => Records?.length)).toEqual([1_000, 1_000, 500]);
    expect(pages[0]?.ColumnMetadata?.map(({ name, typeName }) => [name, typeName])).toEqual([
      ['n', 'int8'],
      ['half', 'float8'],
      ['big', 'bool'],
    ]);
    expect(pages[2]?.Records?.at(-1)).toEqual([{ longValue: 2_500 }, { doubleValue: 1_250 }, { booleanValue: true }]);
  });

  it('treats a parameter as a value, even when it contains SQL', async () => {
    const Parameters = [{ name: 'text', value: "x' OR 'a' = 'a" }];
    const { Id } = await run("SELECT :text AS value, ':text' AS quoted, CAST(NULL AS int) AS none", {
      ...ADMIN,
      Parameters,
    });
    const { Records } = await client.send(new GetStatementResultCommand({ Id }));
    expect(Records).toEqual([[{ stringValue: "x' OR 'a' = 'a" }, { stringValue: ':text' }, { isNull: true }]]);
  });

  it('runs a statement once for one client token', async () => {
    const input = { ...ADMIN, ClientToken: 'once', Sql: 'CREATE TABLE made_once (n int)' };
    const first = await client.send(new ExecuteStatementCommand(input));
    const repeated = await client.send(new ExecuteStatementCommand(input));
    expect(repeated.Id).toBe(first.Id);
    expect((await describeFinished(first.Id)).Status).toBe('FINISHED');
  });

  it('aborts a cancelled statement, which changes nothing', async () => {
    const slow = 'CREATE TABLE slow AS SELECT count(*) AS n FROM many a, many b, many c, many d';
    const { Id } = await client.send(new ExecuteStatementCommand({ ...ADMIN, Sql: slow }));
    await client.send(new CancelStatementCommand({ Id }));
    expect((await describeFinished(Id)).Status).toBe('ABORTED');
    expect((await run('SELECT * FROM slow')).Status).toBe('FAILED');
    await expect(client.send(new CancelStatementCommand({ Id }))).rejects.toThrow('already in ABORTED state');
  });

  it('allows a caller without the secret to read, and not to write', async () => {
    await batch('CREATE VIEW shown AS SELECT n FROM kept');
    expect(await run('SELECT n FROM shown', READER)).toMatchObject({ Status: 'FINISHED' });
    for (const sql of [
      'INSERT INTO kept VALUES (3)',
      'CREATE TABLE theirs (n int)',
      'DROP TABLE kept',
      'SELECT 1; SELECT 2',
    ]) {
      expect([sql, (await run(sql, READER)).Status]).toEqual([sql, 'FAILED']);
    }
  });

  it.each([
    [{ ...READER, WorkgroupName: 'other' }, "Redshift endpoint doesn't exist"],
    [{ ...READER, Database: 'other' }, 'database "other" does not exist'],
    [{ ...READER, SecretArn: 'other' }, "The secret other is not the administrator's secret"],
  ])('rejects a request for %j', async (input, reason) => {
    await expect(client.send(new ExecuteStatementCommand({ ...input, Sql: 'SELECT 1' }))).rejects.toThrow(reason);
  });

  it.each([
    ['SELEC 1', 'syntax error'],
    ["UNLOAD ('SELECT 1') TO 's3://lake/x' IAM_ROLE 'r'", 'COPY … FORMAT AS PARQUET'],
    ["COPY kept FROM 's3://lake/x' IAM_ROLE 'r' FORMAT AS CSV", 'COPY … FORMAT AS PARQUET'],
    [
      "COPY kept FROM 's3://lake/none.json' IAM_ROLE 'r' FORMAT AS PARQUET MANIFEST FILLRECORD SERIALIZETOJSON",
      'does not exist',
    ],
  ])('fails with a reason: %s', async (sql, reason) => {
    expect(await run(sql)).toMatchObject({ Status: 'FAILED', Error: expect.stringContaining(reason) as unknown });
  });

  it('keeps tables across a restart', async () => {
    await startService();
    expect(await rowsOf('SELECT n FROM kept')).toEqual([[{ longValue: 1 }]]);
  });

  it('lists views for a reader, and all tables for the administrator', async () => {
    await batch('CREATE TABLE listed (n int)', 'CREATE VIEW listed_view AS SELECT n FROM listed');
    const list = async (input: object, TablePattern = 'listed%') =>
      ((await client.send(new ListTablesCommand({ ...READER, ...input, TablePattern }))).Tables ?? []).map(
        ({ schema, name, type }) => [schema, name, type],
      );
    expect(await list(READER)).toEqual([['public', 'listed_view', 'VIEW']]);
    expect(await list(ADMIN)).toEqual([
      ['public', 'listed', 'TABLE'],
      ['public', 'listed_view', 'VIEW'],
    ]);
    expect(await list(ADMIN, 'listed')).toEqual([['public', 'listed', 'TABLE']]);
  });

  it('lists statements newest first, and filters them by status', async () => {
    await run('SELECT 1 AS first_of_two');
    await run('SELECT nonsense FROM nowhere');
    const { Statements: [newest, previous] = [] } = await client.send(new ListStatementsCommand({ Status: 'ALL' }));
    expect([newest?.Status, newest?.QueryString]).toEqual(['FAILED', 'SELECT nonsense FROM nowhere']);
    expect([previous?.Status, previous?.QueryString]).toEqual(['FINISHED', 'SELECT 1 AS first_of_two']);
    const { Statements: failed = [] } = await client.send(
      new ListStatementsCommand({ Status: 'FAILED', MaxResults: 1 }),
    );
    expect(failed.map(({ Id }) => Id)).toEqual([newest?.Id]);
  });
});
