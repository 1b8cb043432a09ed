import type { DuckDBConnection } from '@duckdb/node-api';
import { quote } from './database';
import { isObject } from '../core/service';
import { type Bounds, boundsOn, type Condition, conditionsIn } from './bounds';
import { StatementError } from './statement-error';

/** A table as a statement names it; the database is empty where it names none. */
interface TableName {
  readonly database: string;
  readonly table: string;
  /** What the WHERE beside it holds its columns to. */
  readonly bounds: Bounds;
}

/** What surrounds a table: the conditions of its WHERE, and whether it is the only table there. */
interface Surrounding {
  readonly conditions: readonly Condition[];
  readonly isAlone: boolean;
}

/** Functions in the place of tables that read no files. */
const TABLE_FUNCTIONS: readonly unknown[] = ['unnest', 'range', 'generate_series'];

/** What a SELECT names: tables, and the names that its own WITH gives. */
export interface Named {
  readonly tables: readonly TableName[];
  readonly withNames: ReadonlySet<string>;
}

/** Every table that a SELECT names, its own WITH names among them; throws where it is more than a SELECT, or reads anything else. */
export const referencedTables = async (connection: DuckDBConnection, select: string): Promise<Named> => {
  const reader = await connection.runAndReadAll(`SELECT json_serialize_sql(${quote(select)})`);
  const tree: unknown = JSON.parse(String(reader.getRows()[0]?.[0]));
  if (!isObject(tree) || tree['error'] === true) {
    throw new StatementError(`SYNTAX_ERROR: ${isObject(tree) ? String(tree['error_message']) : 'not understood'}`);
  }
  if (!Array.isArray(tree['statements']) || tree['statements'].length !== 1) {
    throw new StatementError('SYNTAX_ERROR: Only one sql statement is allowed.');
  }
  const tables: TableName[] = [];
  walk(tree, { conditions: [], isAlone: false }, tables);
  return { tables, withNames: new Set(withNamesIn(tree)) };
};

const walk = (node: unknown, surrounding: Surrounding, tables: TableName[]): void => {
  if (Array.isArray(node)) for (const child of node) walk(child, surrounding, tables);
  if (!isObject(node)) return;
  if (node['type'] === 'BASE_TABLE') {
    const [database, table] = [toName(node['schema_name']), toName(node['table_name'])];
    const bounds = boundsOn(String(node['alias']).toLowerCase() || table, surrounding.isAlone, surrounding.conditions);
    tables.push({ database, table, bounds });
  }
  if (node['type'] === 'TABLE_FUNCTION') checkFunction(node['function']);
  const isSelect = node['type'] === 'SELECT_NODE';
  const from = node['from_table'];
  const inside = isSelect
    ? { conditions: conditionsIn(node['where_clause']), isAlone: isObject(from) && from['type'] === 'BASE_TABLE' }
    : surrounding;
  for (const child of Object.values(node)) walk(child, inside, tables);
};

const withNamesIn = (node: unknown): readonly string[] => {
  if (Array.isArray(node)) return node.flatMap(withNamesIn);
  if (!isObject(node)) return [];
  const map = isObject(node['cte_map']) ? node['cte_map']['map'] : undefined;
  const own = Array.isArray(map) ? map.filter(isObject).map(({ key }) => String(key).toLowerCase()) : [];
  return [...own, ...Object.values(node).flatMap(withNamesIn)];
};

/** Names don't tell small letters from capitals, as in Athena; a path, which DuckDB would take for a table, is none. */
const toName = (given: unknown): string => {
  const name = String(given).toLowerCase();
  if (!/^\w*$/.test(name)) throw new StatementError(`TABLE_NOT_FOUND: there is no table "${name}".`);
  return name;
};

const checkFunction = (call: unknown): void => {
  const name = isObject(call) ? call['function_name'] : undefined;
  if (!TABLE_FUNCTIONS.includes(name)) {
    throw new StatementError(`FUNCTION_NOT_FOUND: the embedded Athena has no table function ${String(name)}.`);
  }
};
