import type { DuckDBConnection } from '@duckdb/node-api';
import { quote } from '../../../duckdb/database';
import { isObject } from '../../../core/service';
import { INFORMATION_SCHEMA } from '../information-schema';
import { StatementError } from '../../../duckdb/statement-error';
import { checkStatement } from './check-statement';
import { rewriteCall, rewriteAggregate } from './rewrite-calls';
import { markNumbers, unmarkNumbers } from './exact-json';
import { createMacros } from './macros';
import { PREFIX } from './prefix';
import { isMap } from './rewrite-lambdas';
import { rewriteCast } from './rewrite-cast';
import { comparable } from './rewrite-operators';
import { rewriteTry } from './rewrite-try';
import { rejectCorrelatedUnnest, rewriteUnnest } from './rewrite-unnest';
import { instantOf } from './rewrite-zones';
import { call, calledBy, childrenOf, literalOf, macro, type Node, textLiteral } from './tree';
import { hasDecimals, withoutDecimals } from './without-decimals';

/**
 * Gives a SELECT in DuckDB's grammar the semantics of Trino. Operators, casts and functions that behave differently in
 * DuckDB become macros; functions that are not known to behave the same are rejected.
 */
export const toTrinoSemantics = async (connection: DuckDBConnection, select: string): Promise<string> => {
  const read = await connection.runAndReadAll(`SELECT json_serialize_sql(${quote(select)})`);
  const parsed: unknown = JSON.parse(markNumbers(String(read.getRows()[0]?.[0])));
  const tree = hasDecimals(parsed) ? rewrite(parsed) : withoutDecimals(rewrite(parsed));
  const json = unmarkNumbers(JSON.stringify(tree));
  const written = await connection.runAndReadAll(`SELECT json_deserialize_sql(${quote(json)})`);
  const rewritten = withPrecision(String(written.getRows()[0]?.[0]));
  await createMacros(connection, rewritten);
  await checkStatement(connection, tree);
  return rewritten;
};

/** Uses the macros for timestamps whose precision matters, when the statement has a literal with another one than ours. */
const withPrecision = (select: string): string =>
  select.includes('trino_coarse_timestamp(')
    ? select.replace(/\btrino_(text|to_iso8601|date_add)\(/g, 'trino_coarse_$1(')
    : select;

const rewrite = (node: unknown): unknown => {
  if (Array.isArray(node)) return node.map(rewrite);
  if (!isObject(node)) return node;
  rejectDuckDbSyntax(node);
  rejectCorrelatedUnnest(node);
  // Calls that create intervals stay unchanged.
  if (/^to_\w+s$/.test(calledBy(node) ?? '')) return node;
  if (node['schema_name'] === INFORMATION_SCHEMA) return { ...node, schema_name: `${PREFIX}${INFORMATION_SCHEMA}` };
  const withRewrittenChildren = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, rewrite(value)]));
  const rewritten = rewriteExpression(withRewrittenChildren);
  return rewritten === withRewrittenChildren ? rewritten : { ...rewritten, alias: node['alias'] };
};

const rewriteExpression = (node: Node): Node => {
  switch (node['class']) {
    case 'CONSTANT':
      return rewriteConstant(node);
    case 'FUNCTION':
      return rewriteCall(node);
    case 'WINDOW':
      return rewriteAggregate(node);
    case 'CAST':
      return rewriteCast(node);
    case 'COMPARISON':
      if (isMap(node['left']) || isMap(node['right'])) return compareMaps(node);
      return {
        ...node,
        left: instantOf(node['left']),
        right: comparable(instantOf(node['right']), instantOf(node['left'])),
      };
    case 'BETWEEN':
      return {
        ...node,
        lower: comparable(node['lower'], node['input']),
        upper: comparable(node['upper'], node['input']),
      };
    case 'OPERATOR':
      return rewriteOperator(node);
    case 'CASE':
      return rewriteCase(node);
    case 'COLUMN_REF':
      checkColumn(node);
      return node;
    default:
      return rewriteUnnest(node);
  }
};

/** Compares maps, the order of whose entries has no meaning. */
const compareMaps = (node: Node): Node => {
  if (!/^COMPARE_(NOT)?EQUAL$/.test(String(node['type'])))
    throw new StatementError('TYPE_MISMATCH: maps can only be compared by = and <>.');
  const entries = (map: unknown): Node => call('list_sort', call('map_entries', map));
  return { ...node, left: entries(node['left']), right: entries(node['right']) };
};

/** Requires all branches to have one type, because DuckDB would convert numbers to texts. */
const rewriteCase = (node: Node): Node => {
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

/** Unqualified names that DuckDB evaluates as functions about itself. */
const SESSION_NAMES = ['current_user', 'session_user', 'user', 'current_role', 'current_catalog', 'current_schema'];

const checkColumn = (node: Node): void => {
  const names: readonly unknown[] = Array.isArray(node['column_names']) ? node['column_names'] : [];
  const name = String(names[0]).toLowerCase();
  if (names.length === 1 && SESSION_NAMES.includes(name)) {
    throw new StatementError(`NOT_SUPPORTED: the embedded Athena does not support ${name}.`);
  }
};

/** Writes a double literal as a CAST, because DuckDB's text of the statement would contain it as a decimal. */
const rewriteConstant = (node: Node): Node => {
  const { type, value } = literalOf(node) ?? {};
  if (type !== 'DOUBLE') return node;
  return {
    ...{ class: 'CAST', type: 'OPERATOR_CAST', try_cast: false, cast_type: { id: 'DOUBLE', type_info: null } },
    child: textLiteral(String(value)),
  };
};

const rewriteOperator = (node: Node): Node => {
  const [first, ...rest] = childrenOf(node);
  switch (node['type']) {
    case 'ARRAY_EXTRACT': {
      const isOfMap = isMap(first) || literalOf(rest[0])?.type === 'VARCHAR';
      return macro(isOfMap ? 'map_subscript' : 'subscript', first, ...rest);
    }
    case 'OPERATOR_TRY':
      return first ? rewriteTry(first) : node;
    case 'COMPARE_IN':
    case 'COMPARE_NOT_IN':
    case 'OPERATOR_COALESCE':
      return { ...node, children: [first, ...rest.map((value) => comparable(value, first))] };
    case 'ARRAY_SLICE':
      throw new StatementError(
        `FUNCTION_NOT_FOUND: the embedded Athena does not support ${node['type'].toLowerCase()}.`,
      );
    default:
      return node;
  }
};

/** The names of a subquery's columns must differ, because DuckDB would take the first of two. */
const hasEqualNames = (node: Node): boolean => {
  const { type, subquery, column_name_alias: aliases } = node;
  const inner = isObject(subquery) ? subquery['node'] : undefined;
  if (type !== 'SUBQUERY' || !isObject(inner) || isNonEmpty(aliases) || !Array.isArray(inner['select_list']))
    return false;
  const names = inner['select_list']
    .filter(isObject)
    .flatMap(({ alias }) => (alias === '' ? [] : [String(alias).toLowerCase()]));
  return new Set(names).size < names.length;
};

/** The rows of VALUES must have the same types; only literals are compared, because the types of others are not known. */
const hasMixedValues = (node: Node): boolean => {
  const rows: readonly unknown[] = Array.isArray(node['values']) ? node['values'] : [];
  if (node['type'] !== 'EXPRESSION_LIST') return false;
  const types = rows.map((row) => (Array.isArray(row) ? row.map((value) => literalOf(value)?.type) : []));
  const isText = (type: string | undefined): boolean | undefined =>
    type === undefined || type === 'NULL' ? undefined : type === 'VARCHAR';
  return (types[0] ?? []).some((_, column) => {
    const kinds = types.map((row) => isText(row[column]));
    return kinds.includes(true) && kinds.includes(false);
  });
};

/** Throws for syntax that DuckDB accepts and Trino does not. */
const rejectDuckDbSyntax = (node: Node): void => {
  if (hasMixedValues(node)) throw new StatementError('TYPE_MISMATCH: the rows of VALUES have incompatible types.');
  if (hasEqualNames(node)) {
    throw new StatementError(
      'AMBIGUOUS_NAME: the embedded Athena does not support a subquery with two columns of one name.',
    );
  }
  const isDuckDbOnly =
    ['PIVOT', 'SHOW_REF'].includes(String(node['type'])) ||
    (node['type'] === 'DISTINCT_MODIFIER' && isNonEmpty(node['distinct_on_targets'])) ||
    (node['type'] === 'SELECT_NODE' && node['aggregate_handling'] !== 'STANDARD_HANDLING') ||
    (node['class'] === 'STAR' &&
      ['exclude_list', 'replace_list', 'rename_list'].some((list) => isNonEmpty(node[list])));
  if (isDuckDbOnly) {
    throw new StatementError(`SYNTAX_ERROR: this is not Trino's SQL: ${String(node['type']).toLowerCase()}.`);
  }
};

const isNonEmpty = (list: unknown): boolean => Array.isArray(list) && list.length > 0;
