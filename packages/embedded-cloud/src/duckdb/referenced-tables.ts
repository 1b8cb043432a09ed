import type { DuckDBConnection } from '@duckdb/node-api';
import { quote } from './database';
import { isObject } from '../core/service';
import { type Bounds, boundsOn, type Condition, conditionsIn } from './bounds';
import { StatementError } from './statement-error';

/** A reference to a table in a statement. */
interface TableReference {
  /** Empty when the statement does not qualify the table. */
  readonly database: string;
  readonly table: string;
  /** The bounds on its columns in the WHERE of the same SELECT. */
  readonly bounds: Bounds;
}

/** The SELECT around a table: the conditions of its WHERE, and whether the table is the only one in it. */
interface Scope {
  readonly conditions: readonly Condition[];
  readonly hasOnlyTable: boolean;
}

/** Table functions that do not read files. */
const TABLE_FUNCTIONS: readonly unknown[] = ['unnest', 'range', 'generate_series'];

/** The tables that a SELECT references, and the names that its WITH clauses define. */
export interface ReferencedTables {
  /** Includes the references to names of WITH clauses. */
  readonly tables: readonly TableReference[];
  readonly withNames: ReadonlySet<string>;
}

/** Finds the tables that a SELECT references; throws unless the text is a single SELECT that reads tables only. */
export const referencedTables = async (connection: DuckDBConnection, select: string): Promise<ReferencedTables> => {
  const reader = await connection.runAndReadAll(`SELECT json_serialize_sql(${quote(select)})`);
  const tree: unknown = JSON.parse(String(reader.getRows()[0]?.[0]));
  if (!isObject(tree) || tree['error'] === true) {
    throw new StatementError(
      `SYNTAX_ERROR: ${isObject(tree) ? String(tree['error_message']) : 'the statement cannot be parsed'}`,
    );
  }
  if (!Array.isArray(tree['statements']) || tree['statements'].length !== 1) {
    throw new StatementError('SYNTAX_ERROR: Only one sql statement is allowed.');
  }
  const tables: TableReference[] = [];
  walk(tree, { conditions: [], hasOnlyTable: false }, tables);
  return { tables, withNames: new Set(withNamesIn(tree)) };
};

const walk = (node: unknown, scope: Scope, tables: TableReference[]): void => {
  if (Array.isArray(node)) for (const child of node) walk(child, scope, tables);
  if (!isObject(node)) return;
  if (node['type'] === 'BASE_TABLE') {
    const [database, table] = [toName(node['schema_name']), toName(node['table_name'])];
    const bounds = boundsOn(String(node['alias']).toLowerCase() || table, scope.hasOnlyTable, scope.conditions);
    tables.push({ database, table, bounds });
  }
  if (node['type'] === 'TABLE_FUNCTION') checkFunction(node['function']);
  const isSelect = node['type'] === 'SELECT_NODE';
  const from = node['from_table'];
  const childScope = isSelect
    ? { conditions: conditionsIn(node['where_clause']), hasOnlyTable: isObject(from) && from['type'] === 'BASE_TABLE' }
    : scope;
  for (const child of Object.values(node)) walk(child, childScope, tables);
};

const withNamesIn = (node: unknown): readonly string[] => {
  if (Array.isArray(node)) return node.flatMap(withNamesIn);
  if (!isObject(node)) return [];
  const map = isObject(node['cte_map']) ? node['cte_map']['map'] : undefined;
  const own = Array.isArray(map) ? map.filter(isObject).map(({ key }) => String(key).toLowerCase()) : [];
  return [...own, ...Object.values(node).flatMap(withNamesIn)];
};

/** Table names are case-insensitive, as in Athena. A path, from which DuckDB would read, is not a table name. */
const toName = (text: unknown): string => {
  const name = String(text).toLowerCase();
  if (!/^\w*$/.test(name)) throw new StatementError(`TABLE_NOT_FOUND: Table "${name}" does not exist.`);
  return name;
};

const checkFunction = (call: unknown): void => {
  const name = isObject(call) ? call['function_name'] : undefined;
  if (!TABLE_FUNCTIONS.includes(name)) {
    throw new StatementError(
      `FUNCTION_NOT_FOUND: the embedded cloud does not support the table function ${String(name)}.`,
    );
  }
};
