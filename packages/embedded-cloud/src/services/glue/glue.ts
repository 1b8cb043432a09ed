import { join } from 'node:path';
import type { CatalogTable, PartitionCatalog } from '../../core/ports';
import {
  type DeclaredResource,
  type JsonObject,
  type Operation,
  type Permissions,
  type ProvisionedResource,
  type Service,
  type Surroundings,
} from '../../core/service';
import { Fields } from '../../core/fields';
import { CatalogStore } from './catalog-store';
import { partitionCalls } from './partition-calls';
import { gluePermissions } from './permissions';
import { inputIn, tableCalls } from './table-calls';
import { glueInputs } from './inputs';
import { glueProperties } from './properties';

/** The Glue Data Catalog: databases, tables and partitions, from templates and from API calls. */
export class Glue implements Service, PartitionCatalog {
  readonly name = 'glue';
  readonly inputs = glueInputs;
  readonly properties = glueProperties;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly permissions: Permissions;
  readonly provisions = {
    'AWS::Glue::Database': (resource: DeclaredResource) => this.provisionDatabase(resource),
    'AWS::Glue::Table': (resource: DeclaredResource) => this.provisionTable(resource),
  };

  private readonly store: CatalogStore;

  constructor(surroundings: Surroundings) {
    this.store = new CatalogStore(join(surroundings.stateDir, 'glue'));
    this.operations = { ...tableCalls(this.store), ...partitionCalls(this.store) };
    this.permissions = gluePermissions(surroundings, (database) => [...this.store.database(database).tables.keys()]);
  }

  table(database: string, name: string): CatalogTable {
    return this.store.entry(database, name).table;
  }

  createTable(database: string, input: JsonObject): void {
    this.store.createTable(database, new Fields(input));
  }

  deleteTable(database: string, name: string): void {
    this.store.deleteTable(database, name);
  }

  databases(): readonly { readonly name: string; readonly description: string }[] {
    return [...this.store.databases].map(([name, { description }]) => ({ name, description }));
  }

  /** Every table with its database. */
  tables(): readonly { readonly database: string; readonly table: string }[] {
    return [...this.store.databases].flatMap(([database, { tables }]) =>
      [...tables.keys()].map((table) => ({ database, table })),
    );
  }

  /** The partitions that the catalog lists for a table, each with its location. */
  partitions(
    database: string,
    name: string,
  ): readonly { readonly values: readonly string[]; readonly location: string }[] {
    return this.store.entry(database, name).partitions.all.map(({ values, input }) => ({
      values,
      location: new Fields(input).object('StorageDescriptor')?.string('Location') ?? '',
    }));
  }

  private provisionDatabase(resource: DeclaredResource): ProvisionedResource {
    const input = new Fields(resource.properties).object('DatabaseInput');
    const name = (input?.optionalString('Name') ?? resource.generatedName()).toLowerCase();
    this.store.declareDatabase(name, input?.optionalString('Description') ?? '');
    return { ref: name, attributes: {} };
  }

  private provisionTable(resource: DeclaredResource): ProvisionedResource {
    const properties = new Fields(resource.properties);
    const table = this.store.declareTable(properties.string('DatabaseName'), inputIn(properties, 'TableInput'));
    return { ref: table.name, attributes: {} };
  }
}
