import {
  AlreadyExistsException,
  BatchCreatePartitionCommand,
  BatchDeletePartitionCommand,
  BatchDeleteTableCommand,
  BatchGetPartitionCommand,
  CreateDatabaseCommand,
  CreateTableCommand,
  DeleteDatabaseCommand,
  DeleteTableCommand,
  EntityNotFoundException,
  GetPartitionsCommand,
  GetTableCommand,
  GetTablesCommand,
  GlueClient,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import type { EmbeddedTables } from '../../../src/testing/embedded-tables';
import { DATABASE, openTables } from '../../support/tables';

let tables: EmbeddedTables;
let glue: GlueClient;

const input = (Name: string, Description = '') => ({
  Name,
  Description,
  StorageDescriptor: { Columns: [{ Name: 'a', Type: 'bigint' }], Location: `s3://other/${Name}/` },
  PartitionKeys: [{ Name: 'dt', Type: 'string' }],
});
const create = (name: string, DatabaseName: string = DATABASE) =>
  glue.send(new CreateTableCommand({ DatabaseName, TableInput: input(name) }));
const get = async (Name: string, DatabaseName: string = DATABASE) =>
  (await glue.send(new GetTableCommand({ DatabaseName, Name }))).Table;
const names = async (Expression: string) =>
  ((await glue.send(new GetTablesCommand({ DatabaseName: DATABASE, Expression }))).TableList ?? []).map(
    ({ Name }) => Name,
  );
const partition = (dt: string) => ({ Values: [dt], StorageDescriptor: { Location: `s3://other/t/dt=${dt}/` } });

beforeEach(async () => {
  tables = await openTables();
  glue = new GlueClient(tables.endpoint.clientConfig());
});

afterEach(async () => {
  glue.destroy();
  await tables.close();
});

describe('Glue', () => {
  it('creates, changes and deletes a table, which a restart keeps', async () => {
    await create('Extra');
    await expect(create('extra')).rejects.toThrow(AlreadyExistsException);
    await glue.send(new UpdateTableCommand({ DatabaseName: DATABASE, TableInput: input('extra', 'changed') }));
    await tables.restartGlue();
    expect(await get('extra')).toMatchObject({ ...input('extra', 'changed'), DatabaseName: DATABASE });
    await glue.send(new DeleteTableCommand({ DatabaseName: DATABASE, Name: 'extra' }));
    await tables.restartGlue();
    await expect(get('extra')).rejects.toThrow(EntityNotFoundException);
  });

  it('restores the table of a template at the next start', async () => {
    await glue.send(new DeleteTableCommand({ DatabaseName: DATABASE, Name: 'visits' }));
    await expect(get('visits')).rejects.toThrow(EntityNotFoundException);
    await tables.restartGlue();
    expect((await get('visits'))?.Name).toBe('visits');
  });

  it('lists tables by a regular expression, and deletes several', async () => {
    for (const name of ['t1', 't2', 'u1']) await create(name);
    expect(await names('t\\d')).toEqual(['t1', 't2']);
    const { Errors } = await glue.send(
      new BatchDeleteTableCommand({ DatabaseName: DATABASE, TablesToDelete: ['t1', 'none', 'u1'] }),
    );
    expect(Errors).toMatchObject([{ TableName: 'none', ErrorDetail: { ErrorCode: 'EntityNotFoundException' } }]);
    expect(await names('[tu]\\d')).toEqual(['t2']);
  });

  it('creates and deletes a database with its tables', async () => {
    await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'scratch' } }));
    await create('one', 'scratch');
    await tables.restartGlue();
    expect((await get('one', 'scratch'))?.DatabaseName).toBe('scratch');
    await glue.send(new DeleteDatabaseCommand({ Name: 'scratch' }));
    await tables.restartGlue();
    await expect(get('one', 'scratch')).rejects.toThrow('Database scratch not found');
  });

  it('creates, returns and deletes partitions in batches, and reports those that failed', async () => {
    await create('t');
    const table = { DatabaseName: DATABASE, TableName: 't' };
    const createAll = (...dates: readonly string[]) =>
      glue.send(new BatchCreatePartitionCommand({ ...table, PartitionInputList: dates.map(partition) }));
    await createAll('1', '2');
    const { Errors } = await createAll('2', '3');
    expect(Errors).toMatchObject([{ PartitionValues: ['2'], ErrorDetail: { ErrorCode: 'AlreadyExistsException' } }]);
    const keys = (...dates: readonly string[]) => dates.map((dt) => ({ Values: [dt] }));
    const found = await glue.send(new BatchGetPartitionCommand({ ...table, PartitionsToGet: keys('3', '9') }));
    expect(found.Partitions).toMatchObject([partition('3')]);
    const deleted = await glue.send(new BatchDeletePartitionCommand({ ...table, PartitionsToDelete: keys('1', '9') }));
    expect(deleted.Errors).toMatchObject([{ PartitionValues: ['9'] }]);
    await glue.send(new DeleteTableCommand({ DatabaseName: DATABASE, Name: 't' }));
    await create('t');
    expect((await glue.send(new GetPartitionsCommand(table))).Partitions).toEqual([]);
  });

  it('rejects a name that is no name of a file', async () => {
    await expect(create('../x')).rejects.toThrow('supports names of letters, digits');
  });
});
