import type { CatalogTable, PartitionCatalog } from '../../core/ports';
import { type JsonObject, type Operation, ServiceError } from '../../core/service';
import { Fields } from '../../core/fields';
import { invalidRequest } from './invalid-request';
import { pageOf } from './page';

/** The only catalog: the Glue Data Catalog. */
const CATALOG = 'AwsDataCatalog';
const MAX_ENTRIES = 50;

/** The operations that describe the catalog, which Athena's console and drivers use. */
export const catalogCalls = (catalog: PartitionCatalog): Readonly<Record<string, Operation>> => ({
  ListDataCatalogs: (input) => {
    const all = [{ CatalogName: CATALOG, Type: 'GLUE', Status: 'CREATE_COMPLETE' }];
    const { items, next } = pageOf(all, new Fields(input), MAX_ENTRIES);
    return { DataCatalogsSummary: items, ...next };
  },
  GetDataCatalog: inCatalog(
    () => ({ DataCatalog: { Name: CATALOG, Type: 'GLUE', Status: 'CREATE_COMPLETE', Parameters: {} } }),
    'Name',
  ),
  ListDatabases: inCatalog((fields) => {
    const { items, next } = pageOf(catalog.databases(), fields, MAX_ENTRIES);
    return { DatabaseList: items.map(describeDatabase), ...next };
  }),
  GetDatabase: inCatalog((fields) => ({ Database: describeDatabase(databaseOf(catalog, fields)) })),
  ListTableMetadata: inCatalog((fields) => {
    const { name } = databaseOf(catalog, fields);
    const matches = nameFilter(fields.optionalString('Expression'));
    const names = catalog.tables().filter(({ database, table }) => database === name && matches(table));
    const { items, next } = pageOf(names, fields, MAX_ENTRIES);
    return { TableMetadataList: items.map(({ table }) => describeTable(table, catalog.table(name, table))), ...next };
  }),
  GetTableMetadata: inCatalog((fields) => {
    const { name } = databaseOf(catalog, fields);
    const table = fields.string('TableName').toLowerCase();
    const exists = catalog.tables().some((one) => one.database === name && one.table === table);
    if (!exists) throw notFound(`Table ${name}.${table}`);
    return { TableMetadata: describeTable(table, catalog.table(name, table)) };
  }),
});

const inCatalog =
  (call: (fields: Fields) => JsonObject, parameter = 'CatalogName'): Operation =>
  (input) => {
    const fields = new Fields(input);
    const name = fields.string(parameter);
    if (name.toLowerCase() !== CATALOG.toLowerCase()) {
      throw invalidRequest(`DataCatalog ${name} was not found; the embedded Athena has only ${CATALOG}.`);
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

/** A predicate for names that match a regular expression completely. */
const nameFilter = (expression: string | undefined): ((name: string) => boolean) => {
  if (expression === undefined) return () => true;
  try {
    const pattern = new RegExp(`^(?:${expression})$`, 'i');
    return (name) => pattern.test(name);
  } catch {
    throw invalidRequest(`Expression is not a regular expression: ${expression}`);
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

/** Glue's error as Athena passes it on. */
const notFound = (what: string): ServiceError =>
  new ServiceError('MetadataException', `EntityNotFoundException: ${what} not found.`);
