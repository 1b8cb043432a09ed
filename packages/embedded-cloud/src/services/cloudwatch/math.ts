import { invalid } from './invalid';
import { FUNCTIONS } from './math-functions';
import type { Expression } from './math-parser';
import { eachTime, forEach, isList, type MathScope, type MathValue, toSeries } from './math-values';
import type { Series } from './metric-store';

/** Works an expression out. A period in which a part has no value, or that divides by zero, has none. */
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
      return combine(evaluate(expression.left, scope), evaluate(expression.right, scope), expression.sign, scope);
    case 'call': {
      const called = FUNCTIONS.get(expression.name);
      if (!called) throw unknown(expression.name);
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
  ...['&&', 'AND'].map((sign) => [sign, (left: number, right: number) => Number(left !== 0 && right !== 0)] as const),
  ...['||', 'OR'].map((sign) => [sign, (left: number, right: number) => Number(left !== 0 || right !== 0)] as const),
]);

const combine = (left: MathValue, right: MathValue, sign: string, scope: MathScope): MathValue => {
  const operate = OPERATORS.get(sign) ?? (() => NaN);
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

const unknown = (name: string): Error => invalid('Expression', `calls ${name}, which is not run here`);

/**
 * Ids that an expression refers to; METRICS() to all of `metrics`. Throws, naming it, on a function that is not known or is
 * called with too few or too many arguments.
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
  if (!called) throw unknown(name);
  const [fewest, most] = called.arity;
  if (args < fewest || args > most) throw invalid('Expression', `calls ${name} with ${args} arguments`);
};
