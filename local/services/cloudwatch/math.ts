import type { Series } from './metric-store';
import type { Expression } from './math-parser';
import { invalid } from './put-metric-data';

/** What an expression, or a part of it, comes to: one number, a value by period, or several of those. */
export type MathValue = number | Series | readonly Series[];

/** What an expression is worked out over. */
export interface MathScope {
  /** Starts of the periods, epoch ms, ascending. */
  readonly times: readonly number[];
  /** The series of a metric or expression by its id; undefined where there is none. */
  readonly seriesOf: (id: string) => Series | undefined;
  /** Every metric of the request, for METRICS(). */
  readonly metrics: () => readonly Series[];
}

/** Works an expression out. A period in which a part has no value, or that divides by zero, has none. Throws on what it does not know. */
export const evaluate = (expression: Expression, scope: MathScope): MathValue => {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'metric': {
      const series = scope.seriesOf(expression.id);
      if (!series) throw invalid('Expression', `refers to ${expression.id}, which the request does not define`);
      return series;
    }
    case 'list':
      return expression.items.map((item) => toSeries(evaluate(item, scope), scope));
    case 'binary':
      return combine(evaluate(expression.left, scope), evaluate(expression.right, scope), expression.sign, scope);
    case 'call': {
      const fn = FUNCTIONS[expression.name];
      if (!fn) throw invalid('Expression', `calls ${expression.name}, which is not run here`);
      return fn(expression.args, scope);
    }
  }
};

/** A series of whatever an expression came to: a number holds at every period. */
export const toSeries = (value: MathValue, { times }: MathScope): Series => {
  if (typeof value === 'number') return new Map(times.map((time) => [time, value]));
  if (isList(value)) throw invalid('Expression', 'gives several series where one is needed');
  return value;
};

const isList = (value: MathValue): value is readonly Series[] => Array.isArray(value);

const OPERATORS: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '^': (left, right) => left ** right,
  '<': (left, right) => Number(left < right),
  '<=': (left, right) => Number(left <= right),
  '>': (left, right) => Number(left > right),
  '>=': (left, right) => Number(left >= right),
  '==': (left, right) => Number(left === right),
  '!=': (left, right) => Number(left !== right),
  '&&': (left, right) => Number(left !== 0 && right !== 0),
  AND: (left, right) => Number(left !== 0 && right !== 0),
  '||': (left, right) => Number(left !== 0 || right !== 0),
  OR: (left, right) => Number(left !== 0 || right !== 0),
};

const combine = (left: MathValue, right: MathValue, sign: string, scope: MathScope): MathValue => {
  const operate = OPERATORS[sign] ?? (() => NaN);
  if (typeof left === 'number' && typeof right === 'number') return operate(left, right);
  const at = (value: MathValue) => {
    const series = toSeries(value, scope);
    return (time: number) => series.get(time);
  };
  const [leftAt, rightAt] = [at(left), at(right)];
  return eachTime(scope, (time) => {
    const [a, b] = [leftAt(time), rightAt(time)];
    return a === undefined || b === undefined ? undefined : operate(a, b);
  });
};

/** What is no finite number is no value: a division by zero is one the less. */
const eachTime = ({ times }: MathScope, valueAt: (time: number) => number | undefined): Series => {
  const series = new Map<number, number>();
  for (const time of times) {
    const value = valueAt(time);
    if (value !== undefined && Number.isFinite(value)) series.set(time, value);
  }
  return series;
};

type MathFunction = (args: readonly Expression[], scope: MathScope) => MathValue;

const argument = (args: readonly Expression[], index: number): Expression => {
  const found = args[index];
  if (!found) throw invalid('Expression', 'leaves an argument out');
  return found;
};

const seriesAt = (args: readonly Expression[], index: number, scope: MathScope): Series =>
  toSeries(evaluate(argument(args, index), scope), scope);

const IF: MathFunction = (args, scope) => {
  const condition = seriesAt(args, 0, scope);
  const then = seriesAt(args, 1, scope);
  const otherwise = args.length > 2 ? seriesAt(args, 2, scope) : new Map<number, number>();
  return eachTime(scope, (time) => {
    const holds = condition.get(time);
    return holds === undefined ? undefined : (holds === 0 ? otherwise : then).get(time);
  });
};

const FILL: MathFunction = (args, scope) => {
  const series = seriesAt(args, 0, scope);
  const filling = argument(args, 1);
  if (filling.kind === 'metric' && filling.id === 'REPEAT') {
    let last: number | undefined;
    return eachTime(scope, (time) => (last = series.get(time) ?? last));
  }
  const fill = seriesAt(args, 1, scope);
  return eachTime(scope, (time) => series.get(time) ?? fill.get(time));
};

/** Over the values of several series at each period, or of one series over all periods. */
const aggregate =
  (over: (values: readonly number[]) => number): MathFunction =>
  (args, scope) => {
    const value = evaluate(argument(args, 0), scope);
    if (typeof value === 'number') return value;
    if (!isList(value)) return over([...value.values()]);
    return eachTime(scope, (time) => {
      const values = value.flatMap((series) => series.get(time) ?? []);
      return values.length === 0 ? undefined : over(values);
    });
  };

const map =
  (of: (value: number) => number): MathFunction =>
  (args, scope) => {
    const series = seriesAt(args, 0, scope);
    return eachTime(scope, (time) => {
      const value = series.get(time);
      return value === undefined ? undefined : of(value);
    });
  };

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const FUNCTIONS: Readonly<Record<string, MathFunction>> = {
  IF,
  FILL,
  METRICS: (_, scope) => scope.metrics(),
  SUM: aggregate(sum),
  AVG: aggregate((values) => sum(values) / values.length),
  MIN: aggregate((values) => Math.min(...values)),
  MAX: aggregate((values) => Math.max(...values)),
  ABS: map(Math.abs),
  CEIL: map(Math.ceil),
  FLOOR: map(Math.floor),
  TIME_SERIES: (args, scope) => seriesAt(args, 0, scope),
};
