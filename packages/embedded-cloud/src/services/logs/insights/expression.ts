import { malformedQuery } from '../errors';
import { AGGREGATES, FUNCTIONS, orNothing, toInstant, toNumber } from './functions';
import { type Row, toText, type Value } from './row';
import type { TokenReader } from './token-reader';

/** Computes a value for a row; `group` has the rows of the row's group in `stats`. */
type Evaluate = (row: Row, group: readonly Row[]) => Value;

/** An expression, and its text, which names a column without an alias. */
export interface Expression {
  readonly name: string;
  readonly evaluate: Evaluate;
}

/** Parses an expression and its optional alias, `… as name`. */
export const parseExpression = (reader: TokenReader): Expression => {
  const from = reader.position;
  const evaluate = either(reader);
  const name = reader.textSince(from);
  return { name: reader.acceptWord('as') ? reader.name() : name, evaluate };
};

/** Whether a value is true: a condition yields 1 or 0. */
export const isTrue = (value: Value): boolean => value !== undefined && value !== 0 && value !== '' && value !== '0';

const either = (reader: TokenReader): Evaluate => {
  let left = both(reader);
  while (reader.acceptWord('or')) {
    const [a, b] = [left, both(reader)];
    left = (row, group) => Number(isTrue(a(row, group)) || isTrue(b(row, group)));
  }
  return left;
};

const both = (reader: TokenReader): Evaluate => {
  let left = negation(reader);
  while (reader.acceptWord('and')) {
    const [a, b] = [left, negation(reader)];
    left = (row, group) => Number(isTrue(a(row, group)) && isTrue(b(row, group)));
  }
  return left;
};

const not =
  (operand: Evaluate): Evaluate =>
  (row, group) =>
    Number(!isTrue(operand(row, group)));

const negation = (reader: TokenReader): Evaluate =>
  reader.acceptWord('not') ? not(negation(reader)) : comparison(reader);

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/** Values are compared as numbers if both are numbers, otherwise as texts. */
export const compare = (a: Value, b: Value): number => {
  const [left, right] = [toNumber(a), toNumber(b)];
  if (!Number.isNaN(left) && !Number.isNaN(right)) return left - right;
  const [first, second] = [toText(a), toText(b)];
  if (first === second) return 0;
  return first < second ? -1 : 1;
};

const comparison = (reader: TokenReader): Evaluate => {
  const left = sum(reader);
  if (reader.acceptWord('not')) {
    const membership = matchOf(reader, left);
    if (!membership) throw reader.unexpected();
    return not(membership);
  }
  const membership = matchOf(reader, left);
  if (membership) return membership;
  const test = COMPARISONS[reader.symbol()];
  if (!test) return left;
  reader.next();
  const right = sum(reader);
  return (row, group) => {
    const [a, b] = [left(row, group), right(row, group)];
    // A field that an event lacks differs from every value, and is neither less nor greater.
    if (a === undefined || b === undefined) return Number(test === COMPARISONS['!='] && a !== b);
    return Number(test(compare(a, b)));
  };
};

/** `like "text"`, `like /expression/`, `=~ /expression/` or `in [a, b]` after an operand. */
const matchOf = (reader: TokenReader, operand: Evaluate): Evaluate | undefined => {
  if (reader.acceptWord('like') || reader.acceptSymbol('=~')) {
    const expression = reader.pattern();
    return (row, group) => {
      const value = operand(row, group);
      return Number(value !== undefined && expression.test(toText(value)));
    };
  }
  if (!reader.acceptWord('in')) return undefined;
  reader.expectSymbol('[');
  const items = list(reader, ']');
  return (row, group) => {
    const value = operand(row, group);
    return Number(value !== undefined && items.some((item) => compare(value, item(row, group)) === 0));
  };
};

/** Expressions with commas between them, up to a closing symbol. */
const list = (reader: TokenReader, closing: string): readonly Evaluate[] => {
  const items: Evaluate[] = [];
  if (reader.acceptSymbol(closing)) return items;
  do items.push(either(reader));
  while (reader.acceptSymbol(','));
  reader.expectSymbol(closing);
  return items;
};

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '^': (a, b) => a ** b,
};

const binary =
  (symbols: readonly string[], operand: (reader: TokenReader) => Evaluate) =>
  (reader: TokenReader): Evaluate => {
    let left = operand(reader);
    while (symbols.includes(reader.symbol())) {
      const compute = ARITHMETIC[reader.next().text];
      const [a, b] = [left, operand(reader)];
      left = (row, group) => orNothing(compute?.(toNumber(a(row, group)), toNumber(b(row, group))) ?? NaN);
    }
    return left;
  };

const power = binary(['^'], (reader) => operand(reader));
const product = binary(['*', '/', '%'], power);
const sum = binary(['+', '-'], product);

const operand = (reader: TokenReader): Evaluate => {
  if (reader.acceptSymbol('(')) {
    const inner = either(reader);
    reader.expectSymbol(')');
    return inner;
  }
  if (reader.acceptSymbol('-')) {
    const negated = operand(reader);
    return (row, group) => orNothing(-toNumber(negated(row, group)));
  }
  const { kind, text } = reader.next();
  if (kind === 'number') return () => Number(text);
  if (kind === 'text') return () => text;
  if (kind === 'field') return (row) => row.get(text);
  if (kind !== 'word') throw reader.unexpected();
  if (reader.acceptSymbol('(')) return call(reader, text.toLowerCase());
  if (/^(true|false)$/i.test(text)) return () => Number(text.toLowerCase() === 'true');
  return (row) => row.get(text);
};

const call = (reader: TokenReader, name: string): Evaluate => {
  if (name === 'bin') {
    const periodMs = reader.periodMs();
    reader.expectSymbol(')');
    return (row) => roundDown(row.get('@timestamp'), periodMs);
  }
  if (name === 'datefloor' || name === 'dateceil') return dateRounding(reader, name);
  const aggregate = AGGREGATES[name];
  if (aggregate) return aggregation(reader, name, aggregate);
  const compute = FUNCTIONS[name];
  if (!compute) throw malformedQuery(`The embedded Logs Insights does not support the function ${name}().`);
  const values = list(reader, ')');
  return (row, group) => compute(...values.map((value) => value(row, group)));
};

const dateRounding = (reader: TokenReader, name: string): Evaluate => {
  const date = either(reader);
  reader.expectSymbol(',');
  const periodMs = reader.periodMs();
  reader.expectSymbol(')');
  const add = name === 'dateceil' ? periodMs - 1 : 0;
  return (row, group) => roundDown(orNothing(toNumber(date(row, group)) + add), periodMs);
};

const roundDown = (value: Value, periodMs: number): Value =>
  toInstant(Math.floor(toNumber(value) / periodMs) * periodMs);

const aggregation = (
  reader: TokenReader,
  name: string,
  aggregate: (values: readonly Value[], percent: number) => Value,
): Evaluate => {
  if (!reader.allowsAggregates) throw malformedQuery(`The function ${name}() is only allowed in stats.`);
  if (name === 'count' && (reader.acceptSymbol('*') || reader.symbol() === ')')) {
    reader.expectSymbol(')');
    return (_, group) => group.length;
  }
  const value = either(reader);
  const percent = name === 'pct' && reader.acceptSymbol(',') ? Number(reader.next().text) : 50;
  reader.expectSymbol(')');
  return (_, group) =>
    aggregate(
      group.map((row) => value(row, group)),
      percent,
    );
};
