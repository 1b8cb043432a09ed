import type { DuckDBConnection } from '@duckdb/node-api';
import { isObject } from '../../../core/service';
import { quote } from '../../../duckdb/database';
import { StatementError } from '../../../duckdb/statement-error';
import { unmarkNumbers } from './exact-json';
import type { Node } from './tree';

/**
 * Rejects rewritten statements that DuckDB accepts and Trino does not: aliases of the SELECT list in its other clauses,
 * and set operations over columns of different types. Only the outermost query is checked, because others may refer to
 * what is outside of them.
 */
export const checkStatement = async (connection: DuckDBConnection, tree: unknown): Promise<void> => {
  const statements: readonly unknown[] = isObject(tree) && Array.isArray(tree['statements']) ? tree['statements'] : [];
  const [statement] = statements.filter(isObject);
  const node = statement?.['node'];
  if (!isObject(tree) || !isObject(statement) || !isObject(node)) return;
  const typesOf = async (part: Node): Promise<readonly string[]> => {
    const withCommonTables = { ...part, cte_map: node['cte_map'] };
    const json = unmarkNumbers(JSON.stringify({ ...tree, statements: [{ ...statement, node: withCommonTables }] }));
    const sql = String(
      (await connection.runAndReadAll(`SELECT json_deserialize_sql(${quote(json)})`)).getRows()[0]?.[0],
    );
    return (await connection.runAndReadAll(`DESCRIBE ${sql}`)).getRows().map(([, type]) => String(type));
  };
  await checkSetOperation(node, typesOf);
  await checkAliases(node, typesOf);
};

type TypesOf = (part: Node) => Promise<readonly string[]>;

const checkSetOperation = async (node: Node, typesOf: TypesOf): Promise<void> => {
  const parts = [node['left'], node['right']].filter(isObject);
  if (node['type'] !== 'SET_OPERATION_NODE' || parts.length === 0) return;
  const described: (readonly string[])[] = [];
  for (const part of parts) described.push(await typesOf(part));
  const [first = [], ...others] = described;
  const isText = (type: string | undefined): boolean => type === 'VARCHAR';
  for (const types of others) {
    const column = first.findIndex(
      (type, index) => isText(type) !== isText(types[index]) && ![type, types[index]].includes('"NULL"'),
    );
    if (column >= 0) {
      throw new StatementError(`TYPE_MISMATCH: column ${column + 1} of the set operation has incompatible types.`);
    }
  }
};

/** Binds the query again without its aliases, if another clause uses a name that is an alias. */
const checkAliases = async (node: Node, typesOf: TypesOf): Promise<void> => {
  const columns = (Array.isArray(node['select_list']) ? node['select_list'] : []).filter(isObject);
  const aliases = new Set(columns.map(({ alias }) => String(alias)).filter((alias) => alias !== ''));
  const used = namesIn([node['where_clause'], node['group_expressions'], node['having']]).filter((name) =>
    aliases.has(name),
  );
  if (used.length === 0) return;
  const withoutAliases = columns.map((column) => ({ ...column, alias: '' }));
  try {
    await typesOf({ ...node, select_list: withoutAliases, modifiers: [] });
  } catch {
    throw new StatementError(
      `COLUMN_NOT_FOUND: Column '${used[0] ?? ''}' cannot be resolved. Only ORDER BY can use an alias of the SELECT list.`,
    );
  }
};

/** The unqualified columns in expressions. */
const namesIn = (node: unknown): readonly string[] => {
  if (Array.isArray(node)) return node.flatMap(namesIn);
  if (!isObject(node)) return [];
  const names: readonly unknown[] = Array.isArray(node['column_names']) ? node['column_names'] : [];
  if (node['class'] === 'COLUMN_REF') return names.length === 1 ? [String(names[0])] : [];
  return Object.values(node).flatMap(namesIn);
};
