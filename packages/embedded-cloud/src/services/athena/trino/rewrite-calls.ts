import { StatementError } from '../../../duckdb/statement-error';
import { fromJoda, toStrftime } from './date-pattern';
import { engineNameOf } from './function-names';
import { COLLECTION_REWRITES, EXTREME_REWRITES } from './rewrite-collections';
import { isMap, LAMBDA_REWRITES } from './rewrite-lambdas';
import { arithmetic, comparable, extract, isDate, isInterval } from './rewrite-operators';
import { localTimeOf, rewriteZones, textOf } from './rewrite-zones';
import { SCRIPT } from './script';
import { call, calledBy, childrenOf, literalOf, macro, type Node, number, textLiteral, withoutAlias } from './tree';

/** Rewrites a call of a function or an operator for DuckDB; throws when no DuckDB function behaves like Trino's. */
export const rewriteCall = (node: Node): Node => {
  const zoned = rewriteZones(node);
  if (/^trino_zone/.test(calledBy(zoned) ?? '')) return zoned;
  return (REWRITES[String(zoned['function_name'])] ?? rewriteAggregate)(zoned);
};

/** Rewrites a call of an aggregate or window function. It stays one, so differences are handled in its argument. */
export const rewriteAggregate = (node: Node): Node => {
  const name = String(node['function_name']);
  const [first, ...rest] = childrenOf(node);
  if (name === 'trino_avg') return average(node);
  if (name === 'skewness' && node['class'] === 'FUNCTION') return skewness(node);
  // DuckDB's count_if returns null when there are no rows.
  if (name === 'trino_count_if') {
    return { ...node, function_name: 'count', children: [macro('count_operand', first), ...rest] };
  }
  return { ...node, function_name: toEngineName(name) };
};

/** The average of decimals is a decimal: their sum, divided by their number. Windows have no decimals here. */
const average = (aliased: Node): Node => {
  const node = withoutAlias(aliased);
  const [value] = childrenOf(node);
  const plain = (operand: string): Node => ({ ...node, function_name: 'avg', children: [macro(operand, value)] });
  if (node['class'] === 'WINDOW') return plain('avg_operand');
  const total = { ...node, function_name: 'sum' };
  const count = { ...node, function_name: 'count' };
  return macro(
    'average',
    plain('plain_avg_operand'),
    total,
    count,
    macro('average_kind', total),
    macro('average_scale', total),
  );
};

/** Trino's skewness is that of the values, DuckDB's that of a sample. */
const skewness = (node: Node): Node =>
  macro('population_skewness', withoutAlias(node), { ...withoutAlias(node), function_name: 'count' });

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

const concat = (...operands: readonly Node[]): Node => {
  const [first, second] = operands;
  // Trino appends an element that is not an array; DuckDB's || does not.
  if (isList(first) && literalOf(second) && literalOf(second)?.type !== 'VARCHAR')
    return call('list_append', first, second);
  return call(
    '||',
    ...operands.map((operand) => (isTextOrConcat(operand) ? operand : macro('concat_operand', operand))),
  );
};

/** Whether the type of an operand is known, so that it needs no check. */
const isTextOrConcat = (node: Node): boolean => calledBy(node) === '||' || literalOf(node)?.type === 'VARCHAR';

/** Converts a date pattern. It must be a literal, because DuckDB needs it before it reads a row. */
const toStrftimeLiteral = (pattern: Node | undefined, convert = toStrftime): Node => {
  const { type, value } = literalOf(pattern) ?? {};
  if (type !== 'VARCHAR') {
    throw new StatementError(
      "NOT_SUPPORTED: the embedded Athena requires date patterns to be literals, such as '%Y-%m-%d'.",
    );
  }
  return textLiteral(convert(String(value)));
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
    return call('strftime', macro('time_operand', localTimeOf(time) ?? time), toStrftimeLiteral(pattern));
  },
  trino_date_parse: (node) => {
    const [text, pattern] = childrenOf(node);
    return call('strptime', text, toStrftimeLiteral(pattern));
  },
  trino_format_datetime: (node) => {
    const [time, pattern] = childrenOf(node);
    return call('strftime', macro('time_operand', localTimeOf(time) ?? time), toStrftimeLiteral(pattern, fromJoda));
  },
  trino_parse_datetime: (node) => {
    const [text, pattern] = childrenOf(node);
    return macro('instant', call('strptime', text, toStrftimeLiteral(pattern, fromJoda)));
  },
  trino_format: (node) => {
    const [pattern, ...values] = childrenOf(node);
    return call(SCRIPT, textLiteral('format'), pattern, ...values.map((value) => macro('format_argument', value)));
  },
  trino_sequence: (node) => {
    const [from, , step] = childrenOf(node);
    if (isInterval(step)) return macro('time_sequence', ...childrenOf(node));
    return step === undefined && isDate(from) ? macro('date_sequence', ...childrenOf(node)) : node;
  },
  trino_element_at: (node) => {
    const [from, key] = childrenOf(node);
    const isOfMap = isMap(from) || literalOf(key)?.type === 'VARCHAR';
    return isOfMap ? call('map_extract_value', from, key) : node;
  },
  trino_from_iso8601_timestamp: (node) => {
    const [, time, zone] = /^(.*T.*)([+-]\d{2}:\d{2})$/.exec(textOf(childrenOf(node)[0])) ?? [];
    if (time === undefined || zone === undefined) return node;
    return macro('zoned', textLiteral(zone), macro('instant', textLiteral(`${time}${zone}`)));
  },
  trino_normalize: (node) => {
    const [text, form] = childrenOf(node);
    const names = form?.['column_names'];
    return form && Array.isArray(names) ? macro('normalize', text, textLiteral(String(names[0]).toUpperCase())) : node;
  },
  trino_cardinality: (node) => {
    const [value] = childrenOf(node);
    if (value && calledBy(value) === 'trino_sketch') return withoutAlias(childrenOf(value)[0] ?? value);
    return isMap(value) ? call('cardinality', value) : node;
  },
  trino_cosine_similarity: (node) =>
    isMap(childrenOf(node)[0]) ? macro('map_cosine_similarity', ...childrenOf(node)) : node,
  trino_concat_ws: (node) => {
    const [separator, first, ...rest] = childrenOf(node);
    if (rest.length === 0) return macro('concat_ws', separator, first);
    return call('concat_ws', separator, ...[first, ...rest].map((one) => macro('concat_operand', one)));
  },
  trino_reverse: (node) => (isList(childrenOf(node)[0]) ? call('list_reverse', childrenOf(node)[0]) : node),
  trino_json_extract: withPath,
  trino_json_extract_scalar: withPath,
  // DuckDB's error cannot be chosen.
  trino_approx_distinct: (node) => ({
    ...node,
    function_name: 'approx_count_distinct',
    children: childrenOf(node).slice(0, 1),
  }),
  trino_approx_percentile: (node) => {
    const [value, share, ...rest] = childrenOf(node);
    if (rest.length > 0)
      throw new StatementError('NOT_SUPPORTED: the embedded Athena has no weights in approx_percentile.');
    return { ...node, function_name: 'quantile_disc', children: [value, share] }; // Trino answers with a value, too
  },
  date_part: extract,
  e: (node) => (childrenOf(node).length === 0 ? call('exp', number(1)) : rewriteAggregate(node)),
  ...LAMBDA_REWRITES,
  ...COLLECTION_REWRITES,
  ...EXTREME_REWRITES,
};

/** Whether an expression is known to be an array. */
const isList = (node: Node | undefined): boolean => /^(list_|trino_array_|array_agg$)/.test(calledBy(node) ?? '');

/** Writes the keys of a JSON path as DuckDB does: $."a b" instead of $["a b"]. */
function withPath(node: Node): Node {
  const [json, path] = childrenOf(node);
  const { type, value } = literalOf(path) ?? {};
  if (type !== 'VARCHAR') return node;
  return { ...node, children: [json, textLiteral(String(value).replace(/\["([^"]*)"\]/g, '."$1"'))] };
}
