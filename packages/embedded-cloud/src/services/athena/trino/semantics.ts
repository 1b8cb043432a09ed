import type { DuckDBConnection } from '@duckdb/node-api';
import { quote } from '../../../duckdb/database';
import { isObject } from '../../../core/service';
import { INFORMATION_SCHEMA } from '../information-schema';
import { StatementError } from '../../../duckdb/statement-error';
import { rewriteCall, rewriteAggregate } from './rewrite-calls';
import { markNumbers, unmarkNumbers } from './exact-json';
import { makeMacros, PREFIX } from './macros';
import { cast, comparable } from './rewrite-operators';
import { calledBy, childrenOf, literalOf, macro, type Node, textLiteral } from './tree';

/**
 * A SELECT that DuckDB reads, made to mean what it means to Trino: operators, casts and functions that DuckDB answers otherwise
 * become macros, and those that are not known to be answered as Trino does are refused.
 */
export const toTrinoSemantics = async (connection: DuckDBConnection, select: string): Promise<string> => {
  const read = await connection.runAndReadAll(`SELECT json_serialize_sql(${quote(select)})`);
  const tree = rewrite(JSON.parse(markNumbers(String(read.getRows()[0]?.[0]))));
  const json = unmarkNumbers(JSON.stringify(tree));
  const written = await connection.runAndReadAll(`SELECT json_deserialize_sql(${quote(json)})`);
  const meant = String(written.getRows()[0]?.[0]);
  await makeMacros(connection, meant);
  return meant;
};

const rewrite = (node: unknown): unknown => {
  if (Array.isArray(node)) return node.map(rewrite);
  if (!isObject(node)) return node;
  refuseOwn(node);
  // An interval is made of calls that mean what they say.
  if (/^to_\w+s$/.test(calledBy(node) ?? '')) return node;
  if (node['schema_name'] === INFORMATION_SCHEMA) return { ...node, schema_name: `${PREFIX}${INFORMATION_SCHEMA}` };
  const inside = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, rewrite(value)]));
  const meant = meaningOf(inside);
  return meant === inside ? inside : { ...meant, alias: node['alias'] };
};

const meaningOf = (node: Node): Node => {
  switch (node['class']) {
    case 'CONSTANT':
      return constant(node);
    case 'FUNCTION':
      return rewriteCall(node);
    case 'WINDOW':
      return rewriteAggregate(node);
    case 'CAST':
      return cast(node);
    case 'COMPARISON':
      return { ...node, right: comparable(node['right'], node['left']) };
    case 'BETWEEN':
      return {
        ...node,
        lower: comparable(node['lower'], node['input']),
        upper: comparable(node['upper'], node['input']),
      };
    case 'OPERATOR':
      return operator(node);
    case 'CASE':
      return choice(node);
    case 'COLUMN_REF':
      return column(node);
    default:
      return node;
  }
};

/** Branches of one type: DuckDB would make texts of numbers. */
const choice = (node: Node): Node => {
  const checks = Array.isArray(node['case_checks']) ? node['case_checks'].filter(isObject) : [];
  const first = checks[0]?.['then_expr'];
  return {
    ...node,
    case_checks: checks.map((check, index) =>
      index === 0 ? check : { ...check, then_expr: comparable(check['then_expr'], first) },
    ),
    else_expr: comparable(node['else_expr'], first),
  };
};

/** Names without a table that DuckDB takes for functions about itself. */
const OWN_NAMES = ['current_user', 'session_user', 'user', 'current_role', 'current_catalog', 'current_schema'];

const column = (node: Node): Node => {
  const names: readonly unknown[] = Array.isArray(node['column_names']) ? node['column_names'] : [];
  const name = String(names[0]).toLowerCase();
  if (names.length === 1 && OWN_NAMES.includes(name))
    throw new StatementError(`NOT_SUPPORTED: the embedded Athena has no ${name}.`);
  return node;
};

/** As text a double would come back as a decimal. */
const constant = (node: Node): Node => {
  const { type, value } = literalOf(node) ?? {};
  if (type !== 'DOUBLE') return node;
  return {
    ...{ class: 'CAST', type: 'OPERATOR_CAST', try_cast: false, cast_type: { id: 'DOUBLE', type_info: null } },
    child: textLiteral(String(value)),
  };
};

const operator = (node: Node): Node => {
  const [first, ...rest] = childrenOf(node);
  switch (node['type']) {
    case 'ARRAY_EXTRACT':
      return macro('subscript', first, ...rest);
    case 'COMPARE_IN':
    case 'COMPARE_NOT_IN':
    case 'OPERATOR_COALESCE':
      return { ...node, children: [first, ...rest.map((value) => comparable(value, first))] };
    case 'OPERATOR_TRY':
    case 'ARRAY_SLICE':
      throw new StatementError(`FUNCTION_NOT_FOUND: the embedded Athena has no ${node['type'].toLowerCase()}.`);
    default:
      return node;
  }
};

/** What DuckDB's grammar has beyond Trino's. */
const refuseOwn = (node: Node): void => {
  const isOwn =
    ['PIVOT', 'SHOW_REF'].includes(String(node['type'])) ||
    (node['type'] === 'DISTINCT_MODIFIER' && filled(node['distinct_on_targets'])) ||
    (node['type'] === 'SELECT_NODE' && node['aggregate_handling'] !== 'STANDARD_HANDLING') ||
    (node['class'] === 'STAR' && ['exclude_list', 'replace_list', 'rename_list'].some((list) => filled(node[list])));
  if (isOwn) throw new StatementError(`SYNTAX_ERROR: this is not Trino's SQL: ${String(node['type']).toLowerCase()}.`);
};

const filled = (list: unknown): boolean => Array.isArray(list) && list.length > 0;
