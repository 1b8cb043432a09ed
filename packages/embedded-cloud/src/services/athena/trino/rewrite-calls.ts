import { StatementError } from '../../../duckdb/statement-error';
import { toStrftime } from './date-pattern';
import { engineNameOf } from './function-names';
import { arithmetic, comparable, extract } from './rewrite-operators';
import { call, calledBy, childrenOf, literalOf, macro, type Node, textLiteral } from './tree';

/** A call of a function or of an operator as Trino means it; throws where none of DuckDB's answers so. */
export const rewriteCall = (node: Node): Node => (MEANINGS[String(node['function_name'])] ?? rewriteAggregate)(node);

/** An aggregate or a function of windows, which stays one: what is to be otherwise is its argument. */
export const rewriteAggregate = (node: Node): Node => {
  const name = String(node['function_name']);
  const [first, ...rest] = childrenOf(node);
  if (name === 'trino_avg') return { ...node, function_name: 'avg', children: [macro('mean', first), ...rest] };
  // DuckDB's gives a null where there are no rows.
  if (name === 'trino_count_if')
    return { ...node, function_name: 'count', children: [macro('counted', first), ...rest] };
  return { ...node, function_name: known(name) };
};

const known = (name: string): string => {
  const own = engineNameOf(name);
  if (own !== undefined) return own;
  throw new StatementError(
    `FUNCTION_NOT_FOUND: the embedded Athena has no function ${name.replace(/^trino_/, '')}; docs/embedded-cloud.md names those it has not.`,
  );
};

/** A function of any number of arguments, as one of two of them and the rest. */
const pairwise =
  (join: (left: Node, right: Node) => Node) =>
  (node: Node): Node => {
    const [first, ...rest] = childrenOf(node);
    if (first === undefined) throw new StatementError('SYNTAX_ERROR: a function of at least one argument has none.');
    return rest.reduce((left, right) => join(left, right), first);
  };

const joined = (...texts: readonly Node[]): Node =>
  call('||', ...texts.map((text) => (isJoined(text) ? text : macro('joined', text))));

/** What needs no check of its type. */
const isJoined = (node: Node): boolean => calledBy(node) === '||' || literalOf(node)?.type === 'VARCHAR';

/** A literal pattern: the engine has to know it before a row is read. */
const strftimeOf = (pattern: Node | undefined): Node => {
  const { type, value } = literalOf(pattern) ?? {};
  if (type !== 'VARCHAR')
    throw new StatementError(
      "NOT_SUPPORTED: the embedded Athena takes a pattern of dates as a literal, such as '%Y-%m-%d'.",
    );
  return textLiteral(toStrftime(String(value)));
};

const MEANINGS: Readonly<Record<string, (node: Node) => Node>> = {
  '+': arithmetic,
  '-': arithmetic,
  '*': arithmetic,
  '/': arithmetic,
  '%': arithmetic,
  '||': (node) => joined(...childrenOf(node)),
  trino_concat: pairwise(joined),
  trino_greatest: pairwise((left, right) => macro('greatest', left, comparable(right, left))),
  trino_least: pairwise((left, right) => macro('least', left, comparable(right, left))),
  substring: (node) => macro('substr', ...childrenOf(node)),
  trino_date_format: (node) => {
    const [time, pattern] = childrenOf(node);
    return call('strftime', macro('moment', time), strftimeOf(pattern));
  },
  trino_date_parse: (node) => {
    const [text, pattern] = childrenOf(node);
    return call('strptime', text, strftimeOf(pattern));
  },
  date_part: extract,
  timezone: () => {
    throw new StatementError('NOT_SUPPORTED: the embedded Athena has no AT TIME ZONE; its times are UTC.');
  },
};
