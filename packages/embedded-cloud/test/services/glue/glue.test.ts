import {
  CreatePartitionCommand,
  DeletePartitionCommand,
  GetDatabasesCommand,
  GetPartitionCommand,
  GetPartitionsCommand,
  GetTableCommand,
  GetTablesCommand,
  GlueClient,
  UpdatePartitionCommand,
} from '@aws-sdk/client-glue';
import type { EmbeddedTables } from '../../../src/testing/embedded-tables';
import { DATABASE, openTables, TABLES, VISITS } from '../../support/tables';

const TABLE = { DatabaseName: DATABASE, TableName: 'visits' };

let tables: EmbeddedTables;
let glue: GlueClient;

const input = (dt: string, run = 'a') => ({
  Values: [dt],
  StorageDescriptor: { Location: `s3://lake/${VISITS.prefix}/dt=${dt}/run=${run}/` },
  Parameters: { run },
});
const create = (dt: string, run?: string) =>
  glue.send(new CreatePartitionCommand({ ...TABLE, PartitionInput: input(dt, run) }));
const runOf = async (dt: string) =>
  (await glue.send(new GetPartitionCommand({ ...TABLE, PartitionValues: [dt] }))).Partition?.Parameters?.['run'];

beforeEach(async () => {
  tables = await openTables();
  glue = new GlueClient(tables.endpoint.clientConfig());
});

afterEach(async () => {
  glue.destroy();
  await tables.close();
});

describe('Glue', () => {
  it('returns databases and tables as templates declare them', async () => {
    const { DatabaseList } = await glue.send(new GetDatabasesCommand({}));
    expect(DatabaseList?.map(({ Name }) => Name)).toEqual([DATABASE]);
    const { TableList } = await glue.send(new GetTablesCommand({ DatabaseName: DATABASE }));
    expect(TableList?.map(({ Name }) => Name)).toEqual(TABLES.map(({ name }) => name));
    const { Table } = await glue.send(new GetTableCommand({ DatabaseName: DATABASE, Name: 'visits' }));
    expect(Table?.PartitionKeys).toEqual([{ Name: 'dt', Type: 'string' }]);
    expect(Table?.StorageDescriptor?.Columns?.map(({ Name }) => Name)).toEqual(Object.keys(VISITS.columns));
  });

  it('creates a partition once, and updates its location', async () => {
    await create('2026-11-01');
    expect(await runOf('2026-11-01')).toBe('a');
    await expect(create('2026-11-01', 'b')).rejects.toMatchObject({ name: 'AlreadyExistsException' });
    expect(await runOf('2026-11-01')).toBe('a');
    const PartitionInput = input('2026-11-01', 'b');
    await glue.send(new UpdatePartitionCommand({ ...TABLE, PartitionValueList: ['2026-11-01'], PartitionInput }));
    const { Partition } = await glue.send(new GetPartitionCommand({ ...TABLE, PartitionValues: ['2026-11-01'] }));
    expect(Partition).toMatchObject({ ...TABLE, ...PartitionInput });
  });

  it('rejects calls on partitions and tables that do not exist', async () => {
    const missing = { name: 'EntityNotFoundException' };
    const PartitionValueList = ['2026-11-01'];
    const update = new UpdatePartitionCommand({ ...TABLE, PartitionValueList, PartitionInput: input('2026-11-01') });
    await expect(glue.send(update)).rejects.toMatchObject(missing);
    await expect(runOf('2026-11-01')).rejects.toMatchObject(missing);
    await create('2026-11-01');
    await glue.send(new DeletePartitionCommand({ ...TABLE, PartitionValues: PartitionValueList }));
    await expect(runOf('2026-11-01')).rejects.toMatchObject(missing);
    await expect(glue.send(new GetPartitionsCommand({ ...TABLE, TableName: 'none' }))).rejects.toMatchObject(missing);
  });

  it('lists partitions page by page, and filters them by an expression', async () => {
    for (const day of ['05', '01', '04', '02', '03']) await create(`2026-11-${day}`);
    const list = async (options: object) => {
      const { Partitions = [], NextToken } = await glue.send(new GetPartitionsCommand({ ...TABLE, ...options }));
      return { days: Partitions.map(({ Values }) => Values?.[0]?.slice(-2)), NextToken };
    };
    const first = await list({ MaxResults: 3 });
    expect(first.days).toEqual(['01', '02', '03']);
    expect(await list({ MaxResults: 3, NextToken: first.NextToken })).toEqual({ days: ['04', '05'] });
    expect((await list({ Expression: "dt > '2026-11-02' AND dt <= '2026-11-04'" })).days).toEqual(['03', '04']);
    await expect(list({ Expression: "dt LIKE '2026%'" })).rejects.toThrow(/does not support the filter/);
  });

  it('keeps partitions across a restart', async () => {
    await create('2026-11-01', 'kept');
    await tables.restartGlue();
    expect(await runOf('2026-11-01')).toBe('kept');
  });
});
