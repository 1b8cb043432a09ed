import { join } from 'node:path';
import type { CatalogTable, PartitionCatalog } from '../../core/ports';
import {
  type DeclaredResource,
  type JsonObject,
  type Operation,
  type Permissions,
  type ProvisionedResource,
  type Service,
  ServiceError,
  type Surroundings,
} from '../../core/service';
import { Fields } from '../../core/fields';
import { partitionFilter } from './partition-filter';
import { type Partition, Partitions } from './partitions';
import { gluePermissions } from './permissions';
import { type Table, toTable } from './table';

interface Database {
  readonly description: string;
  readonly tables: Map<string, { readonly table: Table; readonly partitions: Partitions }>;
}

const MAX_PAGE = 1_000;

/**
 * The Glue Data Catalog: databases and tables from templates, and partitions from API calls, which are stored on disk.
 */
export class Glue implements Service, PartitionCatalog {
  readonly name = 'glue';
  readonly contentType = 'application/x-amz-json-1.1';
  readonly operations: Readonly<Record<string, Operation>> = {
    GetDatabase: (input) => {
      const name = new Fields(input).string('Name');
      return { Database: describeDatabase(name, this.database(name)) };
    },
    GetDatabases: () => ({
      DatabaseList: [...this.byName].map(([name, database]) => describeDatabase(name, database)),
    }),
    GetTable: (input) => {
      const fields = new Fields(input);
      const database = fields.string('DatabaseName');
      return { Table: describeTable(database, this.entry(database, fields.string('Name')).table) };
    },
    GetTables: (input) => {
      const database = new Fields(input).string('DatabaseName');
      const tables = [...this.database(database).tables.values()];
      return { TableList: tables.map(({ table }) => describeTable(database, table)) };
    },
    GetPartition: this.onTable((entry, fields) => ({
      Partition: describe(fields, existing(entry.partitions, fields.strings('PartitionValues'))),
    })),
    GetPartitions: this.onTable((entry, fields) => this.getPartitions(entry, fields)),
    CreatePartition: this.onTable(({ partitions }, fields) => {
      const partition = toPartition(fields);
      if (partitions.get(partition.values)) {
        throw new ServiceError('AlreadyExistsException', 'Partition already exists.');
      }
      partitions.put(partition);
      return {};
    }),
    UpdatePartition: this.onTable(({ partitions }, fields) => {
      const { values } = existing(partitions, fields.strings('PartitionValueList'));
      partitions.put(toPartition(fields), values);
      return {};
    }),
    DeletePartition: this.onTable(({ partitions }, fields) => {
      partitions.remove(existing(partitions, fields.strings('PartitionValues')).values);
      return {};
    }),
  };
  readonly provisions = {
    'AWS::Glue::Database': (resource: DeclaredResource) => this.provisionDatabase(resource),
    'AWS::Glue::Table': (resource: DeclaredResource) => this.provisionTable(resource),
  };

  readonly permissions: Permissions;

  private readonly byName = new Map<string, Database>();

  constructor(private readonly surroundings: Surroundings) {
    this.permissions = gluePermissions(surroundings, (database) => [...this.database(database).tables.keys()]);
  }

  table(database: string, name: string): CatalogTable {
    return this.entry(database, name).table;
  }

  databases(): readonly { readonly name: string; readonly description: string }[] {
    return [...this.byName].map(([name, { description }]) => ({ name, description }));
  }

  /** Every table with its database. */
  tables(): readonly { readonly database: string; readonly table: string }[] {
    return [...this.byName].flatMap(([database, { tables }]) =>
      [...tables.keys()].map((table) => ({ database, table })),
    );
  }

  /** The partitions that the catalog lists for a table, each with its location. */
  partitions(
    database: string,
    name: string,
  ): readonly { readonly values: readonly string[]; readonly location: string }[] {
    return this.entry(database, name).partitions.all.map(({ values, input }) => ({
      values,
      location: new Fields(input).object('StorageDescriptor')?.string('Location') ?? '',
    }));
  }

  private getPartitions({ table, partitions }: Entry, fields: Fields): JsonObject {
    const matches = partitionFilter(
      fields.optionalString('Expression'),
      table.partitionKeys.map(({ name }) => name),
    );
    const all = partitions.all.filter(({ values }) => matches(values));
    const from = Number(fields.optionalString('NextToken') ?? 0);
    const page = all.slice(from, from + Math.min(fields.optionalNumber('MaxResults') ?? MAX_PAGE, MAX_PAGE));
    const next = from + page.length;
    return {
      Partitions: page.map((partition) => describe(fields, partition)),
      ...(next < all.length && { NextToken: String(next) }),
    };
  }

  private onTable(call: (entry: Entry, fields: Fields) => JsonObject): Operation {
    return (input) => {
      const fields = new Fields(input);
      return call(this.entry(fields.string('DatabaseName'), fields.string('TableName')), fields);
    };
  }

  private database(name: string): Database {
    const database = this.byName.get(name);
    if (!database) throw new ServiceError('EntityNotFoundException', `Database ${name} not found.`);
    return database;
  }

  private entry(database: string, name: string): Entry {
    const entry = this.database(database).tables.get(name);
    if (!entry) throw new ServiceError('EntityNotFoundException', `Table ${database}.${name} not found.`);
    return entry;
  }

  private provisionDatabase(resource: DeclaredResource): ProvisionedResource {
    const input = new Fields(resource.properties).object('DatabaseInput');
    const name = (input?.optionalString('Name') ?? resource.generatedName()).toLowerCase();
    const description = input?.optionalString('Description') ?? '';
    this.byName.set(name, { description, tables: this.byName.get(name)?.tables ?? new Map<string, Entry>() });
    return { ref: name, attributes: {} };
  }

  private provisionTable(resource: DeclaredResource): ProvisionedResource {
    const properties = new Fields(resource.properties);
    const input = properties.object('TableInput');
    if (!input) throw new ServiceError('InvalidInputException', 'A table needs a TableInput.');
    const database = properties.string('DatabaseName');
    const table = toTable(input, Math.floor(Date.now() / 1_000));
    const path = join(this.surroundings.stateDir, 'glue', database, `${table.name}.json`);
    this.database(database).tables.set(table.name, { table, partitions: new Partitions(path) });
    return { ref: table.name, attributes: {} };
  }
}

type Entry = Database['tables'] extends Map<string, infer Value> ? Value : never;

const toPartition = (fields: Fields): Partition => {
  const input = fields.object('PartitionInput');
  if (!input) throw new ServiceError('InvalidInputException', 'The request must contain the parameter PartitionInput.');
  return { values: input.strings('Values'), input: input.all, createdAt: Math.floor(Date.now() / 1_000) };
};

const existing = (partitions: Partitions, values: readonly string[]): Partition => {
  const partition = partitions.get(values);
  if (!partition) throw new ServiceError('EntityNotFoundException', 'Cannot find partition.');
  return partition;
};

const describeDatabase = (Name: string, { description }: Database): JsonObject => ({ Name, Description: description });

const describeTable = (DatabaseName: string, { input, createdAt }: Table): JsonObject => ({
  ...input,
  DatabaseName,
  CreateTime: createdAt,
});

const describe = (fields: Fields, { input, createdAt }: Partition): JsonObject => ({
  ...input,
  DatabaseName: fields.string('DatabaseName'),
  TableName: fields.string('TableName'),
  CreationTime: createdAt,
});
