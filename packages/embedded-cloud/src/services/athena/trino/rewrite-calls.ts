import { StatementError } from '../../../duckdb/statement-error';
import { toStrftime } from './date-pattern';
import { engineNameOf } from './function-names';
import { arithmetic, comparable, extract } from './rewrite-operators';
import { call, calledBy, childrenOf, literalOf, macro, type Node, textLiteral } from './tree';

/** Rewrites a call of a function or an operator for DuckDB; throws when no DuckDB function behaves like Trino's. */
export const rewriteCall = (node: Node): Node => (REWRITES[String(node['function_name'])] ?? rewriteAggregate)(node);

/** Rewrites a call of an aggregate or window function. It stays one, so differences are handled in its argument. */
export const rewriteAggregate = (node: Node): Node => {
  const name = String(node['function_name']);
  const [first, ...rest] = childrenOf(node);
  if (name === 'trino_avg') return { ...node, function_name: 'avg', children: [macro('avg_operand', first), ...rest] };
  // DuckDB's count_if returns null when there are no rows.
  if (name === 'trino_count_if') {
    return { ...node, function_name: 'count', children: [macro('count_operand', first), ...rest] };
  }
  return { ...node, function_name: toEngineName(name) };
};

const toEngineName = (name: string): string => {
  const engineName = engineNameOf(name);
  if (engineName !== undefined) return engineName;
  throw new StatementError(
    `FUNCTION_NOT_FOUND: the embedded Athena does not support the function ${name.replace(/^trino_/, '')}.`,
  );
};

/** Rewrites a function of any number of arguments as nested calls of two arguments. */
const pairwise =
  (join: (left: Node, right: Node) => Node) =>
  (node: Node): Node => {
    const [first, ...rest] = childrenOf(node);
    if (first === undefined) throw new StatementError('SYNTAX_ERROR: the function needs at least one argument.');
    return rest.reduce((left, right) => join(left, right), first);
  };

const concat = (...operands: readonly Node[]): Node =>
  call('||', ...operands.map((operand) => (isTextOrConcat(operand) ? operand : macro('concat_operand', operand))));

/** Whether the type of an operand is known, so that it needs no check. */
const isTextOrConcat = (node: Node): boolean => calledBy(node) === '||' || literalOf(node)?.type === 'VARCHAR';

/** Converts a date pattern. It must be a literal, because DuckDB needs it before it reads a row. */
const toStrftimeLiteral = (pattern: Node | undefined): Node => {
  const { type, value } = literalOf(pattern) ?? {};
  if (type !== 'VARCHAR') {
    throw new StatementError(
      "NOT_SUPPORTED: the embedded Athena requires date patterns to be literals, such as '%Y-%m-%d'.",
    );
  }
  return textLiteral(toStrftime(String(value)));
};

const REWRITES: Readonly<Record<string, (node: Node) => Node>> = {
  '+': arithmetic,
  '-': arithmetic,
  '*': arithmetic,
  '/': arithmetic,
  '%': arithmetic,
  '||': (node) => concat(...childrenOf(node)),
  trino_concat: pairwise(concat),
  trino_greatest: pairwise((left, right) => macro('greatest', left, comparable(right, left))),
  trino_least: pairwise((left, right) => macro('least', left, comparable(right, left))),
  substring: (node) => macro('substr', ...childrenOf(node)),
  trino_date_format: (node) => {
    const [time, pattern] = childrenOf(node);
    return call('strftime', macro('time_operand', time), toStrftimeLiteral(pattern));
  },
  trino_date_parse: (node) => {
    const [text, pattern] = childrenOf(node);
    return call('strptime', text, toStrftimeLiteral(pattern));
  },
  date_part: extract,
  timezone: () => {
    throw new StatementError('NOT_SUPPORTED: the embedded Athena does not support AT TIME ZONE; all times are UTC.');
  },
};
