import fc from 'fast-check';
import { ServiceError } from '../../../src/core/service';
import { evaluate } from '../../../src/services/cloudwatch/math';
import { parseExpression } from '../../../src/services/cloudwatch/math-parser';
import { type MathScope, toSeries } from '../../../src/services/cloudwatch/math-values';
import type { Series } from '../../../src/services/cloudwatch/metric-store';

const PERIOD_MS = 10_000;
const START = 1_800_000_000_000;
const none = undefined;
type Values = readonly (number | undefined)[];

const toMap = (values: Values): Series =>
  new Map(values.flatMap((value, at) => (value === undefined ? [] : [[START + at * PERIOD_MS, value] as const])));

/** The value of an expression at each period. */
const run = (expression: string, metrics: Readonly<Record<string, Values>> = {}): Values => {
  const length = Math.max(1, ...Object.values(metrics).map((values) => values.length));
  const scope: MathScope = {
    times: Array.from({ length }, (_, at) => START + at * PERIOD_MS),
    periodMs: PERIOD_MS,
    seriesOf: (id) => toMap(metrics[id] ?? []),
    metrics: () => Object.values(metrics).map(toMap),
  };
  const series = toSeries(evaluate(parseExpression(expression), scope), scope);
  return scope.times.map((time) => series.get(time));
};

describe('an arithmetic expression', () => {
  it.each<[string, number]>([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['10 - 4 - 3', 3],
    ['2 ^ 3 ^ 2', 512],
    ['-2 ^ 2', -4],
    ['2 ^ -1', 0.5],
    ['2 * -3', -6],
    ['--4', 4],
    ['1.5e3 / .5', 3_000],
    ['1 < 2 AND 2 <= 2', 1],
    ['1 > 2 || 3 != 3', 0],
    ['1 == 1 && 2 >= 3 OR 1', 1],
    ['5 - 2 > 2', 1],
  ])('evaluates %s to %d', (expression, value) => {
    expect(run(expression)).toEqual([value]);
  });

  it('has no value when it divides by zero or when an operand has no value', () => {
    expect(run('a / b', { a: [6, 6, none, 6], b: [3, 0, 2, none] })).toEqual([2, none, none, none]);
    expect(run('1 / 0')).toEqual([none]);
  });

  it('applies to each of several series', () => {
    expect(run('SUM(METRICS() * 2)', { a: [1, 2], b: [3, none] })).toEqual([8, 4]);
    expect(run('MAX([10 - [a, b], 4])', { a: [1, 9], b: [3, 8] })).toEqual([9, 4]);
  });
});

describe('a function', () => {
  const a: Values = [1, none, 5, none];
  it.each<[string, Values]>([
    ['FILL(a, 0)', [1, 0, 5, 0]],
    ['FILL(a, REPEAT)', [1, 1, 5, 5]],
    ['FILL(a, LINEAR)', [1, 3, 5, none]],
    ['FILL(a, b)', [1, 20, 5, 40]],
    ['SUM(FILL([a, b], 0))', [11, 20, 35, 40]],
    ['IF(b > 20, b, a)', [1, none, 30, 40]],
    ['IF(b > 20, b)', [none, none, 30, 40]],
    ['IF(a, b)', [10, none, 30, none]],
    ['SUM([a, b])', [11, 20, 35, 40]],
    ['AVG([a, b])', [5.5, 20, 17.5, 40]],
    ['MIN([a, b])', [1, 20, 5, 40]],
    ['MAX(METRICS())', [10, 20, 30, 40]],
    ['b / MAX(b)', [0.25, 0.5, 0.75, 1]],
    ['b - AVG(b)', [-15, -5, 5, 15]],
    ['ABS(a - 3)', [2, none, 2, none]],
    ['CEIL(b / 25) + FLOOR(b / 25)', [1, 1, 3, 3]],
    ['RATE(b)', [none, 1, 1, 1]],
    ['RATE(a)', [none, none, 0.2, none]],
    ['b / PERIOD(b)', [1, 2, 3, 4]],
    ['TIME_SERIES(7)', [7, 7, 7, 7]],
    ['IF(b >= 20 AND b < 40, a / b)', [none, none, 5 / 30, none]],
  ])('evaluates in %s', (expression, values) => {
    expect(run(expression, { a, b: [10, 20, 30, 40] })).toEqual(values);
  });

  it('has no value for a metric without data, except for FILL', () => {
    const nothing = { a: [none, none] };
    for (const name of ['SUM', 'AVG', 'MIN', 'MAX', 'RATE']) expect(run(`${name}(a)`, nothing)).toEqual([none, none]);
    expect(run('FILL(a, 0)', nothing)).toEqual([0, 0]);
  });
});

describe('an invalid expression', () => {
  it.each(['', '1 +', '* 2', '(1', '1)', '[1, 2', 'SUM(1', 'a b', '1 = 2', 'a $ b', 'AND', 'a AND', '1,2', 'SUM(,)'])(
    'is rejected with an error that quotes it: "%s"',
    (expression) => {
      expect(() => parseExpression(expression)).toThrow(ServiceError);
      expect(() => parseExpression(expression)).toThrow(expression);
    },
  );

  it('is one with a keyword or several series instead of a value', () => {
    expect(() => run('REPEAT + 1')).toThrow(/has REPEAT where a value is required/);
    expect(() => run('[1, 2]')).toThrow(/several series where one is required/);
  });

  it('always causes a ServiceError and no other error', () => {
    const pieces = fc.constantFrom(
      'a',
      '1',
      '(',
      ')',
      '[',
      ']',
      ',',
      '-',
      '+',
      '^',
      'IF(',
      'FILL(',
      'AND',
      '<=',
      '!',
      ' ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces, { maxLength: 60 }).map((all) => all.join('')),
        ),
        (text) => {
          try {
            parseExpression(text);
          } catch (error) {
            expect(error).toBeInstanceOf(ServiceError);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('is one that is nested too deeply or is too long', () => {
    expect(() => parseExpression('('.repeat(1_000) + '1' + ')'.repeat(1_000))).toThrow(/is not valid/);
    expect(() => parseExpression('-'.repeat(2_000) + '1')).toThrow(/is not valid/);
    expect(() => parseExpression(`1${' + 1'.repeat(600)}`)).toThrow(/2048 characters/);
    expect(run(`1${' + 1'.repeat(500)}`)).toEqual([501]);
  });
});

describe('the precedence of operators', () => {
  /** An expression with all parentheses and without any, and its value. */
  const sums = fc.letrec<{ sum: { text: string; bare: string; value: number } }>((tie) => ({
    sum: fc.oneof(
      { maxDepth: 4 },
      fc.nat(9).map((value) => ({ text: String(value), bare: String(value), value })),
      fc.tuple(tie('sum'), fc.constantFrom('+', '-'), fc.nat(9), fc.nat(9)).map(([left, sign, a, b]) => ({
        text: `(${left.text} ${sign} (${a} * ${b}))`,
        bare: `${left.bare}${sign}${a}*${b}`,
        value: sign === '+' ? left.value + a * b : left.value - a * b,
      })),
    ),
  })).sum;

  it('makes the parentheses around products redundant', () => {
    fc.assert(
      fc.property(sums, ({ text, bare, value }) => {
        expect(run(text)).toEqual([value]);
        expect(run(bare)).toEqual([value]);
      }),
    );
  });
});
