import type { CatalogTable, PartitionCatalog } from '../../core/ports';
import { type JsonObject, type Operation, ServiceError } from '../../core/service';
import { Fields } from '../../core/fields';
import { invalidRequest } from './invalid-request';
import { pageOf } from './page';

/** The one catalog here: Glue's. */
const CATALOG = 'AwsDataCatalog';
const MOST_ENTRIES = 50;

/** The calls that tell of the catalog, as Athena's own console and drivers ask for it. */
export const catalogCalls = (catalog: PartitionCatalog): Readonly<Record<string, Operation>> => ({
  ListDataCatalogs: (input) => {
    const all = [{ CatalogName: CATALOG, Type: 'GLUE', Status: 'CREATE_COMPLETE' }];
    const { items, next } = pageOf(all, new Fields(input), MOST_ENTRIES);
    return { DataCatalogsSummary: items, ...next };
  },
  GetDataCatalog: inCatalog(
    () => ({ DataCatalog: { Name: CATALOG, Type: 'GLUE', Status: 'CREATE_COMPLETE', Parameters: {} } }),
    'Name',
  ),
  ListDatabases: inCatalog((fields) => {
    const { items, next } = pageOf(catalog.databases(), fields, MOST_ENTRIES);
    return { DatabaseList: items.map(describeDatabase), ...next };
  }),
  GetDatabase: inCatalog((fields) => ({ Database: describeDatabase(databaseOf(catalog, fields)) })),
  ListTableMetadata: inCatalog((fields) => {
    const { name } = databaseOf(catalog, fields);
    const isWanted = nameFilter(fields.optionalString('Expression'));
    const names = catalog.tables().filter(({ database, table }) => database === name && isWanted(table));
    const { items, next } = pageOf(names, fields, MOST_ENTRIES);
    return { TableMetadataList: items.map(({ table }) => describeTable(table, catalog.table(name, table))), ...next };
  }),
  GetTableMetadata: inCatalog((fields) => {
    const { name } = databaseOf(catalog, fields);
    const table = fields.string('TableName').toLowerCase();
    const isThere = catalog.tables().some((one) => one.database === name && one.table === table);
    if (!isThere) throw notFound(`Table ${name}.${table}`);
    return { TableMetadata: describeTable(table, catalog.table(name, table)) };
  }),
});

const inCatalog =
  (call: (fields: Fields) => JsonObject, namedBy = 'CatalogName'): Operation =>
  (input) => {
    const fields = new Fields(input);
    const name = fields.string(namedBy);
    if (name.toLowerCase() !== CATALOG.toLowerCase()) {
      throw invalidRequest(`DataCatalog ${name} was not found; the embedded Athena has ${CATALOG} alone.`);
    }
    return call(fields);
  };

const databaseOf = (catalog: PartitionCatalog, fields: Fields): Database => {
  const name = fields.string('DatabaseName').toLowerCase();
  const database = catalog.databases().find((one) => one.name === name);
  if (!database) throw notFound(`Database ${name}`);
  return database;
};

type Database = ReturnType<PartitionCatalog['databases']>[number];

/** A regular expression of whole names. */
const nameFilter = (expression: string | undefined): ((name: string) => boolean) => {
  if (expression === undefined) return () => true;
  try {
    const pattern = new RegExp(`^(?:${expression})$`, 'i');
    return (name) => pattern.test(name);
  } catch {
    throw invalidRequest(`Expression is no regular expression: ${expression}`);
  }
};

const describeDatabase = ({ name, description }: Database): JsonObject => ({
  Name: name,
  ...(description !== '' && { Description: description }),
});

const describeTable = (name: string, table: CatalogTable): JsonObject => ({
  Name: name,
  CreateTime: table.createdAt,
  TableType: table.view === undefined ? 'EXTERNAL_TABLE' : 'VIRTUAL_VIEW',
  Columns: table.columns.map(describeColumn),
  PartitionKeys: table.partitionKeys.map(describeColumn),
  Parameters: {
    ...table.parameters,
    ...(table.view === undefined && { location: table.location, 'serde.serialization.lib': table.serde }),
  },
});

const describeColumn = ({ name, type }: CatalogTable['columns'][number]): JsonObject => ({ Name: name, Type: type });

/** As Glue says it, behind Athena. */
const notFound = (what: string): ServiceError =>
  new ServiceError('MetadataException', `EntityNotFoundException: ${what} not found.`);
