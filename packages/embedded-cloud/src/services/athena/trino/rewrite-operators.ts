import { isObject } from '../../../core/service';
import { StatementError } from '../../../duckdb/statement-error';
import { localTimeOf } from './rewrite-zones';
import { call, calledBy, childrenOf, hasSubquery, literalOf, macro, type Node } from './tree';

const ARITHMETIC = ['+', '-', '*', '//', '%'];
const INTERVALS = /^(to_(years|months|days|hours|minutes|seconds|milliseconds)|trino_(days_between|parse_duration))$/;

/** Whether an expression is known to be an interval. */
export const isInterval = (node: unknown): boolean =>
  isObject(node) &&
  (INTERVALS.test(calledBy(node) ?? '') || (calledBy(node) === '*' && childrenOf(node).some(isInterval)));

/** Whether an expression is known to be a date. */
export const isDate = (node: Node | undefined): boolean =>
  calledBy(node) === 'trino_cast_date' ||
  (node?.['class'] === 'CAST' && isObject(node['cast_type']) && node['cast_type']['id'] === 'DATE');

/** Whether an operand is known to be a number, so that a check would only make the statement longer. */
const isNumber = (node: unknown): boolean => {
  const name = calledBy(node)?.replace(/^trino_(divide|divide_safely|modulus|add_interval)$/, '//') ?? '';
  return (
    ARITHMETIC.includes(name) ||
    (literalOf(node)?.type ?? 'VARCHAR') !== 'VARCHAR' ||
    isInterval(node) ||
    isDoubleLiteral(node)
  );
};

/** Rewrites an arithmetic operator. */
export const arithmetic = (node: Node): Node => {
  const name = String(node['function_name']);
  const children = childrenOf(node);
  const [left, right] = children;
  if (children.length === 2 && (name === '+' || name === '-')) {
    if (isInterval(right)) return macro('add_interval', left, node);
    if (isInterval(left) && !isInterval(right)) return macro('add_interval', right, node);
  }
  if (name === '-' && isDate(left) && isDate(right)) return macro('days_between', right, left);
  if (name === '/') return division(left, right);
  const checked = children.map(checkedOperand);
  if (name === '%' && !isIntegerLiteral(right)) return macro('modulus', ...checked);
  return { ...node, children: checked };
};

/** Division by DuckDB's //, which truncates integers. A divisor that cannot be zero needs no check per row. */
const division = (left: unknown, right: unknown): Node => {
  if (isDoubleLiteral(right)) return call('//', left, right);
  if (isIntegerLiteral(right) && !mayBeDecimal(left)) return call('//', left, right);
  const [x, y] = [left, right].map(checkedOperand);
  const isSafe = isIntegerLiteral(right) || isNullIfZero(right);
  return macro(isSafe ? 'divide_safely' : 'divide', x, y, macro('quotient_kind', x, y), macro('quotient_scale', x, y));
};

/** Whether an expression may be a decimal; it is not known for columns. */
const mayBeDecimal = (node: unknown): boolean =>
  isObject(node) && !/^(count|count_star|length|trino_to_unixtime)$/.test(calledBy(node) ?? '');

/** An operand of an arithmetic operator that is checked, unless it is known to be a number. */
const checkedOperand = (node: unknown): unknown => {
  if (calledBy(node) === 'sum') return macro('sum_operand', node, macro('sum_type', node));
  return isNumber(node) ? node : macro('number_operand', node);
};

/** Whether a node is a double literal other than 0, in the form that `rewriteConstant` in semantics.ts writes. */
const isDoubleLiteral = (node: unknown): boolean => {
  if (!isObject(node) || node['class'] !== 'CAST' || !isObject(node['cast_type'])) return false;
  const { value } = literalOf(node['child']) ?? {};
  return node['cast_type']['id'] === 'DOUBLE' && value !== undefined && Number(value) !== 0;
};

const isNullIfZero = (node: unknown): boolean =>
  isObject(node) && calledBy(node) === 'nullif' && Number(literalOf(childrenOf(node)[1])?.value ?? 1) === 0;

/** Whether a node is an integer literal other than 0. */
const isIntegerLiteral = (node: unknown): boolean => {
  const { type = '', value } = literalOf(node) ?? {};
  return ['INTEGER', 'BIGINT'].includes(type) && Number(value) !== 0;
};

/**
 * Checks one side of a comparison against the other. The comparison stays one, so that DuckDB uses it for joins and
 * file filters.
 */
export const comparable = (side: unknown, other: unknown): unknown => {
  const [type, otherType] = [literalOf(side)?.type, literalOf(other)?.type];
  if (type === 'NULL' || hasSubquery(side) || hasSubquery(other)) return side;
  if (type !== undefined) return comparedWithLiteral(side, type, other);
  return otherType === undefined || otherType === 'NULL'
    ? macro('comparison_operand', side, other)
    : comparedWithLiteral(side, otherType, side);
};

/** Checks one side of a comparison with a literal: only the type of the operand that is no literal is unknown. */
const comparedWithLiteral = (side: unknown, literal: string, operand: unknown): Node =>
  macro(literal === 'VARCHAR' ? 'compared_with_text' : 'compared_with_value', side, operand);

/** DuckDB's functions for the fields of EXTRACT. */
const PARTS: Readonly<Record<string, string>> = {
  ...{ year: 'year', quarter: 'quarter', month: 'month', week: 'week', day: 'day', hour: 'hour', minute: 'minute' },
  ...{ second: 'second', dow: 'isodow', day_of_week: 'isodow', dayofweek: 'isodow', isodow: 'isodow' },
  ...{ doy: 'dayofyear', day_of_year: 'dayofyear', dayofyear: 'dayofyear', yow: 'isoyear', year_of_week: 'isoyear' },
};

/** The fields of intervals; those of dates and times have other functions. */
const INTERVAL_FIELDS = ['year', 'month', 'day', 'hour', 'minute', 'second'];

/** Rewrites EXTRACT(… FROM …). */
export const extract = (node: Node): Node => {
  const [unit, time] = childrenOf(node);
  const field = String(literalOf(unit)?.value).toLowerCase();
  if (isInterval(time) && INTERVAL_FIELDS.includes(field)) return macro(`interval_${field}`, time);
  const part = PARTS[field];
  if (part === undefined) throw new StatementError(`SYNTAX_ERROR: EXTRACT has no field ${field}.`);
  return call(part, macro('time_operand', localTimeOf(time) ?? time));
};
