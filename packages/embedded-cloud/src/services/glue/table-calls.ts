import { Fields } from '../../core/fields';
import { type JsonObject, type Operation, ServiceError } from '../../core/service';
import { type CatalogStore, validName } from './catalog-store';
import type { Table } from './table';

/** The calls on databases and tables. */
export const tableCalls = (store: CatalogStore): Readonly<Record<string, Operation>> => ({
  GetDatabase: (input) => {
    const name = new Fields(input).string('Name');
    return { Database: describeDatabase(name, store.database(name)) };
  },
  GetDatabases: () => ({
    DatabaseList: [...store.databases].map(([name, database]) => describeDatabase(name, database)),
  }),
  CreateDatabase: (input) => {
    const database = inputIn(new Fields(input), 'DatabaseInput');
    store.createDatabase(validName(database), database.optionalString('Description') ?? '');
    return {};
  },
  DeleteDatabase: (input) => {
    store.deleteDatabase(new Fields(input).string('Name'));
    return {};
  },
  GetTable: (input) => {
    const fields = new Fields(input);
    const database = fields.string('DatabaseName');
    return { Table: describeTable(database, store.entry(database, fields.string('Name')).table) };
  },
  GetTables: (input) => getTables(store, new Fields(input)),
  CreateTable: (input) => {
    const fields = new Fields(input);
    store.createTable(fields.string('DatabaseName'), inputIn(fields, 'TableInput'));
    return {};
  },
  UpdateTable: (input) => {
    const fields = new Fields(input);
    store.updateTable(fields.string('DatabaseName'), inputIn(fields, 'TableInput'));
    return {};
  },
  DeleteTable: (input) => {
    const fields = new Fields(input);
    store.deleteTable(fields.string('DatabaseName'), fields.string('Name'));
    return {};
  },
  BatchDeleteTable: (input) => {
    const fields = new Fields(input);
    const database = fields.string('DatabaseName');
    const Errors = fields.strings('TablesToDelete').flatMap((TableName) => {
      const error = attempt(() => store.deleteTable(database, TableName));
      return error ? [{ TableName, ErrorDetail: error }] : [];
    });
    return { Errors };
  },
});

/** Runs one part of a batch; returns the ErrorDetail if it fails. */
export const attempt = (run: () => void): JsonObject | undefined => {
  try {
    run();
    return undefined;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { ErrorCode: error.code, ErrorMessage: error.message };
  }
};

/** The structure with the definition; throws InvalidInputException when it is missing. */
export const inputIn = (fields: Fields, name: string): Fields => {
  const input = fields.object(name);
  if (!input) throw new ServiceError('InvalidInputException', `The request must contain the parameter ${name}.`);
  return input;
};

const getTables = (store: CatalogStore, fields: Fields): JsonObject => {
  const database = fields.string('DatabaseName');
  const pattern = fields.optionalString('Expression');
  const matches = pattern === undefined ? () => true : nameMatcher(pattern);
  const tables = [...store.database(database).tables.values()].filter(({ table }) => matches(table.name));
  return { TableList: tables.map(({ table }) => describeTable(database, table)) };
};

/** A regular expression that the whole name matches. */
const nameMatcher = (pattern: string): ((name: string) => boolean) => {
  try {
    const expression = new RegExp(`^(?:${pattern})$`);
    return (name) => expression.test(name);
  } catch {
    throw new ServiceError('InvalidInputException', `"${pattern}" is not a regular expression.`);
  }
};

const describeDatabase = (Name: string, { description }: { readonly description: string }): JsonObject => ({
  Name,
  Description: description,
});

const describeTable = (DatabaseName: string, { input, createdAt }: Table): JsonObject => ({
  ...input,
  DatabaseName,
  CreateTime: createdAt,
});
