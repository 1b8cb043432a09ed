import {
  GetDatabaseCommand,
  GetDataCatalogCommand,
  GetTableMetadataCommand,
  ListDatabasesCommand,
  ListDataCatalogsCommand,
  ListTableMetadataCommand,
} from '@aws-sdk/client-athena';
import type { EmbeddedTables } from '../../../src/testing/embedded-tables';
import { DATABASE, openTables, TABLES, VISITS } from '../../support/tables';

const CatalogName = 'AwsDataCatalog';

let lake: EmbeddedTables;

beforeAll(async () => {
  lake = await openTables();
});

afterAll(() => lake.close());

describe('the catalog', () => {
  it('is the Glue Data Catalog with the databases of the templates', async () => {
    const { DataCatalogsSummary } = await lake.athena.send(new ListDataCatalogsCommand({}));
    expect(DataCatalogsSummary).toMatchObject([{ CatalogName, Type: 'GLUE' }]);
    const { DataCatalog } = await lake.athena.send(new GetDataCatalogCommand({ Name: CatalogName }));
    expect(DataCatalog).toMatchObject({ Name: CatalogName, Type: 'GLUE' });
    const { DatabaseList } = await lake.athena.send(new ListDatabasesCommand({ CatalogName }));
    expect(DatabaseList).toEqual([{ Name: DATABASE }]);
    const { Database } = await lake.athena.send(new GetDatabaseCommand({ CatalogName, DatabaseName: DATABASE }));
    expect(Database).toEqual({ Name: DATABASE });
  });

  it('describes the columns, the keys and the creation time of a table', async () => {
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

  it('lists tables page by page, and filters them by an expression', async () => {
    const names: (string | undefined)[] = [];
    const database = { CatalogName, DatabaseName: DATABASE };
    let NextToken: string | undefined;
    do {
      const page = await lake.athena.send(new ListTableMetadataCommand({ ...database, MaxResults: 3, NextToken }));
      names.push(...(page.TableMetadataList ?? []).map(({ Name }) => Name));
      ({ NextToken } = page);
    } while (NextToken !== undefined);
    expect(names).toEqual(TABLES.map(({ name }) => name));
    const { TableMetadataList } = await lake.athena.send(
      new ListTableMetadataCommand({ ...database, Expression: 'visits.*' }),
    );
    expect(TableMetadataList?.map(({ Name }) => Name)).toEqual(names.filter((name) => name?.startsWith('visits')));
    await expect(lake.athena.send(new ListTableMetadataCommand({ ...database, Expression: '(' }))).rejects.toThrow(
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
  ])('rejects %s that does not exist', async (_, command, name, message) => {
    await expect(lake.athena.send(command as GetDatabaseCommand)).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message) as string,
    });
  });
});
