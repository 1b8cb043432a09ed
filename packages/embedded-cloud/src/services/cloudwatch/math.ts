import { invalid } from './errors';
import { FUNCTIONS } from './math-functions';
import type { Expression } from './math-parser';
import { eachTime, forEach, isList, type MathScope, type MathValue, toSeries } from './math-values';
import type { Series } from './metric-store';

/** Evaluates an expression. A period has no value when a part of the expression has none or divides by zero. */
export const evaluate = (expression: Expression, scope: MathScope): MathValue => {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'keyword':
      return expression.word;
    case 'reference':
      return scope.seriesOf(expression.id);
    case 'list':
      return expression.items.map((item) => evaluate(item, scope)).flatMap(flat(scope));
    case 'binary':
      return combine(evaluate(expression.left, scope), evaluate(expression.right, scope), expression.operator, scope);
    case 'call': {
      const called = FUNCTIONS.get(expression.name);
      if (!called) throw unknownFunction(expression.name);
      return called.run(
        expression.args.map((arg) => evaluate(arg, scope)),
        scope,
      );
    }
  }
};

const flat = (scope: MathScope) => (value: MathValue) => (isList(value) ? value : [toSeries(value, scope)]);

const OPERATORS: ReadonlyMap<string, (left: number, right: number) => number> = new Map([
  ['+', (left, right) => left + right],
  ['-', (left, right) => left - right],
  ['*', (left, right) => left * right],
  ['/', (left, right) => left / right],
  ['^', (left, right) => left ** right],
  ['<', (left, right) => Number(left < right)],
  ['<=', (left, right) => Number(left <= right)],
  ['>', (left, right) => Number(left > right)],
  ['>=', (left, right) => Number(left >= right)],
  ['==', (left, right) => Number(left === right)],
  ['!=', (left, right) => Number(left !== right)],
  ...['&&', 'AND'].map(
    (operator) => [operator, (left: number, right: number) => Number(left !== 0 && right !== 0)] as const,
  ),
  ...['||', 'OR'].map(
    (operator) => [operator, (left: number, right: number) => Number(left !== 0 || right !== 0)] as const,
  ),
]);

const combine = (left: MathValue, right: MathValue, operator: string, scope: MathScope): MathValue => {
  const operate = OPERATORS.get(operator) ?? (() => NaN);
  if (typeof left === 'number' && typeof right === 'number') return operate(left, right);
  const both = (one: Series, other: Series): Series =>
    eachTime(scope.times, (time) => {
      const [a, b] = [one.get(time), other.get(time)];
      return a === undefined || b === undefined ? undefined : operate(a, b);
    });
  if (isList(right)) {
    const single = toSeries(left, scope);
    return right.map((series) => both(single, series));
  }
  const single = toSeries(right, scope);
  return forEach(left, scope, (series) => both(series, single));
};

const unknownFunction = (name: string): Error => invalid('Expression', `calls ${name}, which is not supported`);

/**
 * The ids to which an expression refers; METRICS() refers to all of `metrics`. Throws when a function is not supported
 * or has too few or too many arguments.
 */
export const referencesOf = (expression: Expression, metrics: readonly string[]): readonly string[] => {
  const within = (parts: readonly Expression[]) => parts.flatMap((part) => referencesOf(part, metrics));
  switch (expression.kind) {
    case 'number':
    case 'keyword':
      return [];
    case 'reference':
      return [expression.id];
    case 'list':
      return within(expression.items);
    case 'binary':
      return within([expression.left, expression.right]);
    case 'call': {
      checkCall(expression.name, expression.args.length);
      return expression.name === 'METRICS' ? metrics : within(expression.args);
    }
  }
};

const checkCall = (name: string, args: number): void => {
  const called = FUNCTIONS.get(name);
  if (!called) throw unknownFunction(name);
  const [min, max] = called.arity;
  if (args < min || args > max) throw invalid('Expression', `calls ${name} with ${args} arguments`);
};
