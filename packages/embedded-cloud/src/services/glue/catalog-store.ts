import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Fields } from '../../core/fields';
import { ServiceError } from '../../core/service';
import { writeAtomically } from '../../core/write-atomically';
import { Partitions } from './partitions';
import { type Table, toTable } from './table';

/** A table with the partitions that the catalog lists for it. */
export interface Entry {
  readonly table: Table;
  readonly partitions: Partitions;
}

interface Database {
  readonly description: string;
  readonly tables: Map<string, Entry>;
}

/**
 * The databases and tables of the catalog. Those of templates are declared again at each start; those that calls create
 * are files: `databases.json`, and `<database>/tables/<table>.json`.
 */
export class CatalogStore {
  private readonly byName = new Map<string, Database>();

  constructor(private readonly folder: string) {
    for (const [name, description] of Object.entries(this.createdDatabases())) this.declareDatabase(name, description);
  }

  get databases(): ReadonlyMap<string, Database> {
    return this.byName;
  }

  database(name: string): Database {
    const database = this.byName.get(name);
    if (!database) throw new ServiceError('EntityNotFoundException', `Database ${name} not found.`);
    return database;
  }

  entry(database: string, name: string): Entry {
    const entry = this.database(database).tables.get(name);
    if (!entry) throw new ServiceError('EntityNotFoundException', `Table ${database}.${name} not found.`);
    return entry;
  }

  /** Adds a database, or changes its description; finds the tables that calls created in it. */
  declareDatabase(name: string, description: string): void {
    const tables = this.byName.get(name)?.tables ?? this.createdTables(name);
    this.byName.set(name, { description, tables });
  }

  /** Adds the table of a template, which replaces a change that a call made. */
  declareTable(database: string, input: Fields): Table {
    const table = toTable(input, nowSeconds());
    rmSync(this.tablePath(database, table.name), { force: true });
    this.database(database).tables.set(table.name, { table, partitions: this.partitionsOf(database, table.name) });
    return table;
  }

  createDatabase(name: string, description: string): void {
    if (this.byName.has(name)) throw alreadyExists('Database');
    this.declareDatabase(name, description);
    this.saveDatabases({ ...this.createdDatabases(), [name]: description });
  }

  deleteDatabase(name: string): void {
    for (const table of [...this.database(name).tables.keys()]) this.deleteTable(name, table);
    this.byName.delete(name);
    const rest = Object.entries(this.createdDatabases()).filter(([other]) => other !== name);
    this.saveDatabases(Object.fromEntries(rest));
  }

  createTable(database: string, input: Fields): void {
    const name = validName(input);
    const { tables } = this.database(database);
    if (tables.has(name)) throw alreadyExists('Table');
    const table = this.save(database, name, input, nowSeconds());
    tables.set(name, { table, partitions: this.partitionsOf(database, name) });
  }

  updateTable(database: string, input: Fields): void {
    const name = validName(input);
    const { table, partitions } = this.entry(database, name);
    this.database(database).tables.set(name, {
      table: this.save(database, name, input, table.createdAt),
      partitions,
    });
  }

  deleteTable(database: string, name: string): void {
    this.entry(database, name).partitions.delete();
    this.database(database).tables.delete(name);
    rmSync(this.tablePath(database, name), { force: true });
  }

  private save(database: string, name: string, input: Fields, createdAt: number): Table {
    const table = toTable(new Fields({ ...input.all, Name: name }), createdAt);
    mkdirSync(join(this.folder, database, 'tables'), { recursive: true });
    writeAtomically(this.tablePath(database, name), JSON.stringify({ createdAt, input: table.input }));
    return table;
  }

  private createdTables(database: string): Map<string, Entry> {
    const folder = join(this.folder, database, 'tables');
    const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.json')) : [];
    return new Map(
      files.map((file) => {
        const stored = Fields.parse(readFileSync(join(folder, file), 'utf8'));
        const table = toTable(stored.object('input') ?? new Fields({}), stored.number('createdAt'));
        return [table.name, { table, partitions: this.partitionsOf(database, table.name) }];
      }),
    );
  }

  private createdDatabases(): Readonly<Record<string, string>> {
    const path = join(this.folder, 'databases.json');
    return existsSync(path) ? Fields.parse(readFileSync(path, 'utf8')).stringMap('databases') : {};
  }

  private saveDatabases(databases: Readonly<Record<string, string>>): void {
    mkdirSync(this.folder, { recursive: true });
    writeAtomically(join(this.folder, 'databases.json'), JSON.stringify({ databases }));
  }

  private partitionsOf(database: string, table: string): Partitions {
    return new Partitions(join(this.folder, database, `${table}.json`));
  }

  private tablePath(database: string, table: string): string {
    return join(this.folder, database, 'tables', `${table}.json`);
  }
}

const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

const alreadyExists = (what: string): ServiceError =>
  new ServiceError('AlreadyExistsException', `${what} already exists.`);

/** The name in a DatabaseInput or a TableInput; the catalog stores names in lower case. */
export const validName = (input: Fields): string => {
  const name = input.string('Name').toLowerCase();
  if (/^[\w-]{1,255}$/.test(name)) return name;
  const message = `The embedded Glue supports names of letters, digits, _ and -, not ${name}.`;
  throw new ServiceError('InvalidInputException', message);
};
