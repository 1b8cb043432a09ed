import { isObject } from '../../../core/service';
import { StatementError } from '../../../duckdb/statement-error';
import { hasCast } from './cast-macros';
import { call, calledBy, childrenOf, hasSubquery, literalOf, macro, type Node } from './tree';

const ARITHMETIC = ['+', '-', '*', '//', '%'];
const INTERVALS = /^to_(years|months|days|hours|minutes|seconds|milliseconds)$/;

const isInterval = (node: unknown): boolean =>
  isObject(node) &&
  (INTERVALS.test(calledBy(node) ?? '') || (calledBy(node) === '*' && childrenOf(node).some(isInterval)));

/** Operands whose type is known: checking them would only grow the statement. */
const isNumber = (node: unknown): boolean => {
  const name = calledBy(node)?.replace(/^trino_(divide|modulus|shifted)$/, '//') ?? '';
  return (
    ARITHMETIC.includes(name) ||
    (literalOf(node)?.type ?? 'VARCHAR') !== 'VARCHAR' ||
    isInterval(node) ||
    isDoubleLiteral(node)
  );
};

/** An arithmetic operator as Trino means it. */
export const arithmetic = (node: Node): Node => {
  const name = String(node['function_name']);
  const children = childrenOf(node);
  const [left, right] = children;
  if (children.length === 2 && (name === '+' || name === '-')) {
    if (isInterval(right)) return macro('shifted', left, node);
    if (isInterval(left) && !isInterval(right)) return macro('shifted', right, node);
  }
  if (name === '/') return divided(left, right);
  const checked = children.map((child) => (isNumber(child) ? child : macro('number', child)));
  if (name === '%' && !isWhole(right)) return macro('modulus', ...checked);
  return { ...node, children: checked };
};

/** By // for DuckDB: whole of integers. A divisor that can't be zero asks nothing of each row. */
const divided = (left: unknown, right: unknown): Node => {
  if (isDoubleLiteral(right)) return call('//', left, right);
  if (isWhole(right)) return call('//', macro('dividend', left), right);
  return isNullIfZero(right)
    ? call('//', macro('dividend', left), macro('dividend', right))
    : macro('divide', macro('number', left), macro('number', right));
};

/** As this folder writes one. */
const isDoubleLiteral = (node: unknown): boolean => {
  if (!isObject(node) || node['class'] !== 'CAST' || !isObject(node['cast_type'])) return false;
  const { value } = literalOf(node['child']) ?? {};
  return node['cast_type']['id'] === 'DOUBLE' && value !== undefined && Number(value) !== 0;
};

const isNullIfZero = (node: unknown): boolean =>
  isObject(node) && calledBy(node) === 'nullif' && Number(literalOf(childrenOf(node)[1])?.value ?? 1) === 0;

const isWhole = (node: unknown): boolean => {
  const { type = '', value } = literalOf(node) ?? {};
  return ['INTEGER', 'BIGINT'].includes(type) && Number(value) !== 0;
};

/** One side of a comparison, checked against the other: a comparison it stays, for joins and files to be chosen by it. */
export const comparable = (side: unknown, other: unknown): unknown =>
  literalOf(side)?.type === 'NULL' || hasSubquery(side) || hasSubquery(other) ? side : macro('like', side, other);

/** A CAST or TRY_CAST as Trino reads and writes values. */
export const cast = (node: Node): Node => {
  const { child, cast_type: target } = node;
  const type = isObject(target) ? String(target['id']) : '';
  const isTry = node['try_cast'] === true;
  // Rounded already: the dear half of the cast.
  if (calledBy(child) === 'round') return node;
  // true and false themselves.
  if (type === 'BOOLEAN' && ['t', 'f'].includes(String(literalOf(child)?.value))) return node;
  if (type === 'VARCHAR') return literalOf(child) || isTry ? node : macro('text', child);
  if (hasCast(type)) return macro(`${isTry ? 'try_' : ''}cast_${type.toLowerCase()}`, child);
  if (['DECIMAL', 'TIMESTAMP WITH TIME ZONE', 'TIME', 'LIST', 'STRUCT'].includes(type)) return node;
  throw new StatementError('NOT_SUPPORTED: the embedded Athena has no CAST to varbinary, json, map or interval.');
};

/** Trino's units of EXTRACT, by DuckDB's. */
const PARTS: Readonly<Record<string, string>> = {
  ...{ year: 'year', quarter: 'quarter', month: 'month', week: 'week', day: 'day', hour: 'hour', minute: 'minute' },
  ...{ second: 'second', dow: 'isodow', day_of_week: 'isodow', dayofweek: 'isodow', isodow: 'isodow' },
  ...{ doy: 'dayofyear', day_of_year: 'dayofyear', dayofyear: 'dayofyear', yow: 'isoyear', year_of_week: 'isoyear' },
};

/** EXTRACT(… FROM …). */
export const extract = (node: Node): Node => {
  const [unit, time] = childrenOf(node);
  const asked = String(literalOf(unit)?.value).toLowerCase();
  const part = PARTS[asked];
  if (part === undefined) throw new StatementError(`SYNTAX_ERROR: EXTRACT has no field ${asked}.`);
  return call(part, macro('moment', time));
};
