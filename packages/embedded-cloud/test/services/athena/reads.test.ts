import {
  BatchGetQueryExecutionCommand,
  GetDatabaseCommand,
  GetDataCatalogCommand,
  GetQueryExecutionCommand,
  GetTableMetadataCommand,
  GetWorkGroupCommand,
  ListDatabasesCommand,
  ListDataCatalogsCommand,
  ListQueryExecutionsCommand,
  ListTableMetadataCommand,
  ListWorkGroupsCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import type { EmbeddedTables } from '../../../src/testing/embedded-tables';
import { DATABASE, openTables, TABLES, VISITS } from '../../support/tables';

const CatalogName = 'AwsDataCatalog';

let lake: EmbeddedTables;
beforeAll(async () => {
  lake = await openTables();
});
afterAll(() => lake.close());

describe('the primary workgroup', () => {
  const ResultConfiguration = { OutputLocation: 's3://results/mine' };

  it('is there, listed, and enforces nothing', async () => {
    const { WorkGroup } = await lake.athena.send(new GetWorkGroupCommand({ WorkGroup: 'primary' }));
    expect(WorkGroup).toMatchObject({
      Name: 'primary',
      State: 'ENABLED',
      Configuration: {
        EnforceWorkGroupConfiguration: false,
        EngineVersion: { EffectiveEngineVersion: 'Athena engine version 3' },
      },
    });
    const { WorkGroups } = await lake.athena.send(new ListWorkGroupsCommand({}));
    expect(WorkGroups?.[0]).toMatchObject({ Name: 'primary', State: 'ENABLED' });
  });

  it('takes what names no workgroup, where it brings its own output location', async () => {
    const start = new StartQueryExecutionCommand({ QueryString: 'SELECT 1', ResultConfiguration });
    const { QueryExecutionId = '' } = await lake.athena.send(start);
    expect(await lake.end(QueryExecutionId)).toMatchObject({ state: 'SUCCEEDED', rows: [['1']] });
    const { QueryExecution } = await lake.athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    expect(QueryExecution).toMatchObject({
      WorkGroup: 'primary',
      ResultConfiguration: { OutputLocation: `s3://results/mine/${QueryExecutionId}.csv` },
    });
  });

  it('refuses what brings none, or one that is not of S3', async () => {
    await expect(lake.athena.send(new StartQueryExecutionCommand({ QueryString: 'SELECT 1' }))).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: expect.stringMatching(/^No output location provided/) as string,
    });
    const elsewhere = { ResultConfiguration: { OutputLocation: 'results/mine' } };
    await expect(
      lake.athena.send(new StartQueryExecutionCommand({ QueryString: 'SELECT 1', ...elsewhere })),
    ).rejects.toThrow(/not a valid S3 path/);
  });
});

describe('queries of a workgroup', () => {
  it('are listed from the latest on, page by page, and found again after a restart', async () => {
    const WorkGroup = 'frugal';
    const ids: string[] = [];
    for (const sql of ['SELECT 1', 'SELECT 2', 'SELECT nope']) ids.unshift((await lake.ask(sql, { WorkGroup })).id);
    const first = await lake.athena.send(new ListQueryExecutionsCommand({ WorkGroup, MaxResults: 2 }));
    expect(first.QueryExecutionIds).toEqual(ids.slice(0, 2));
    const NextToken = first.NextToken;
    const second = await lake.athena.send(new ListQueryExecutionsCommand({ WorkGroup, MaxResults: 2, NextToken }));
    expect(second).toMatchObject({ QueryExecutionIds: ids.slice(2) });
    expect(second.NextToken).toBeUndefined();

    const latest = (await lake.ask('SELECT 3', { WorkGroup })).id;
    expect((await lake.athena.send(new ListQueryExecutionsCommand({ WorkGroup }))).QueryExecutionIds).toEqual([
      latest,
      ...ids,
    ]);
    await lake.startAthena();
    expect((await lake.athena.send(new ListQueryExecutionsCommand({ WorkGroup }))).QueryExecutionIds).toEqual([
      latest,
      ...ids,
    ]);
  });

  it('are refused of a workgroup that is not there', async () => {
    await expect(lake.athena.send(new ListQueryExecutionsCommand({ WorkGroup: 'nobodys' }))).rejects.toThrow(
      /nobodys is not found/,
    );
    await expect(
      lake.athena.send(new ListQueryExecutionsCommand({ WorkGroup: 'frugal', MaxResults: 51 })),
    ).rejects.toThrow(/MaxResults must be 1 to 50/);
  });

  it('are told many at once, with those that never were beside them', async () => {
    const { id } = await lake.ask('SELECT 1');
    const asked = new BatchGetQueryExecutionCommand({ QueryExecutionIds: [id, 'other'] });
    const { QueryExecutions, UnprocessedQueryExecutionIds } = await lake.athena.send(asked);
    expect(QueryExecutions).toMatchObject([
      { QueryExecutionId: id, Query: 'SELECT 1', Status: { State: 'SUCCEEDED' } },
    ]);
    expect(UnprocessedQueryExecutionIds).toMatchObject([
      { QueryExecutionId: 'other', ErrorMessage: 'QueryExecution other was not found' },
    ]);
    await expect(
      lake.athena.send(new BatchGetQueryExecutionCommand({ QueryExecutionIds: Array.from({ length: 51 }, () => id) })),
    ).rejects.toThrow(/1 to 50/);
  });
});

describe('the catalog, as Athena tells it', () => {
  it('is one, of Glue, with the databases of the templates', async () => {
    const { DataCatalogsSummary } = await lake.athena.send(new ListDataCatalogsCommand({}));
    expect(DataCatalogsSummary).toMatchObject([{ CatalogName, Type: 'GLUE' }]);
    const { DataCatalog } = await lake.athena.send(new GetDataCatalogCommand({ Name: CatalogName }));
    expect(DataCatalog).toMatchObject({ Name: CatalogName, Type: 'GLUE' });
    const { DatabaseList } = await lake.athena.send(new ListDatabasesCommand({ CatalogName }));
    expect(DatabaseList).toEqual([{ Name: DATABASE }]);
    const { Database } = await lake.athena.send(new GetDatabaseCommand({ CatalogName, DatabaseName: DATABASE }));
    expect(Database).toEqual({ Name: DATABASE });
  });

  it('tells a table’s columns and keys, and when it was made', async () => {
    const { TableMetadata } = await lake.athena.send(
      new GetTableMetadataCommand({ CatalogName, DatabaseName: DATABASE, TableName: 'Visits' }),
    );
    expect(TableMetadata).toMatchObject({
      Name: 'visits',
      TableType: 'EXTERNAL_TABLE',
      Columns: Object.entries(VISITS.columns).map(([Name, Type]) => ({ Name, Type })),
      PartitionKeys: [{ Name: 'dt', Type: 'string' }],
      Parameters: { location: `s3://lake/${VISITS.prefix}/` },
    });
    expect(Date.now() - (TableMetadata?.CreateTime?.getTime() ?? 0)).toBeLessThan(600_000);
  });

  it('lists tables page by page, and those whose names fit an expression', async () => {
    const names: (string | undefined)[] = [];
    const asked = { CatalogName, DatabaseName: DATABASE };
    let NextToken: string | undefined;
    do {
      const page = await lake.athena.send(new ListTableMetadataCommand({ ...asked, MaxResults: 3, NextToken }));
      names.push(...(page.TableMetadataList ?? []).map(({ Name }) => Name));
      ({ NextToken } = page);
    } while (NextToken !== undefined);
    expect(names).toEqual(TABLES.map(({ name }) => name));
    const { TableMetadataList } = await lake.athena.send(
      new ListTableMetadataCommand({ ...asked, Expression: 'visits.*' }),
    );
    expect(TableMetadataList?.map(({ Name }) => Name)).toEqual(names.filter((name) => name?.startsWith('visits')));
    await expect(lake.athena.send(new ListTableMetadataCommand({ ...asked, Expression: '(' }))).rejects.toThrow(
      /not a regular expression/,
    );
  });

  it.each([
    ['a database', new GetDatabaseCommand({ CatalogName, DatabaseName: 'no' }), 'MetadataException', /Database no not/],
    [
      'a table',
      new GetTableMetadataCommand({ CatalogName, DatabaseName: DATABASE, TableName: 'no' }),
      'MetadataException',
      /Table shop.no not found/,
    ],
    ['a catalog', new ListDatabasesCommand({ CatalogName: 'no' }), 'InvalidRequestException', /only AwsDataCatalog/],
  ])('refuses %s that is not there', async (_, command, name, message) => {
    await expect(lake.athena.send(command as GetDatabaseCommand)).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message) as string,
    });
  });
});
