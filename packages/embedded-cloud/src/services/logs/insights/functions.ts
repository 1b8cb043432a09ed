import { toText, type Value } from './row';

/** The number that a value is or contains; NaN for others. */
export const toNumber = (value: Value): number => {
  if (typeof value === 'number') return value;
  if (value instanceof Date) return value.getTime();
  return value === undefined || value.trim() === '' ? NaN : Number(value);
};

/** Undefined instead of a number that does not exist. */
export const orNothing = (number: number): Value => (Number.isFinite(number) ? number : undefined);

/** The instant of an epoch time in ms. */
export const toInstant = (ms: number): Value => (Number.isFinite(ms) ? new Date(ms) : undefined);

const numeric =
  (compute: (...values: number[]) => number) =>
  (...values: readonly Value[]): Value =>
    orNothing(compute(...values.map(toNumber)));

const isPresent = (value: Value): boolean => value !== undefined;

/** Substring positions count from 0. */
const substr = (value: Value, start: Value, length: Value): string => {
  const from = toNumber(start);
  return toText(value).slice(from, length === undefined ? undefined : from + toNumber(length));
};

/**
 * The functions of one row. Source:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html
 */
export const FUNCTIONS: Readonly<Record<string, (...values: readonly Value[]) => Value>> = {
  abs: numeric(Math.abs),
  ceil: numeric(Math.ceil),
  floor: numeric(Math.floor),
  greatest: numeric(Math.max),
  least: numeric(Math.min),
  log: numeric(Math.log),
  sqrt: numeric(Math.sqrt),
  ispresent: (value) => Number(isPresent(value)),
  isempty: (value) => Number(toText(value) === ''),
  isblank: (value) => Number(toText(value).trim() === ''),
  coalesce: (...values) => values.find(isPresent),
  concat: (...values) => values.map(toText).join(''),
  strlen: (value) => toText(value).length,
  toupper: (value) => toText(value).toUpperCase(),
  tolower: (value) => toText(value).toLowerCase(),
  trim: (value) => toText(value).trim(),
  ltrim: (value) => toText(value).trimStart(),
  rtrim: (value) => toText(value).trimEnd(),
  substr: (value, start, length) => substr(value, start, length),
  replace: (value, searched, replacement) => toText(value).replaceAll(toText(searched), toText(replacement)),
  strcontains: (value, searched) => Number(toText(value).includes(toText(searched))),
  tomillis: (value) => orNothing(toNumber(value)),
  frommillis: (value) => toInstant(toNumber(value)),
};

const numbers = (values: readonly Value[]): number[] => values.map(toNumber).filter((value) => !Number.isNaN(value));

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const orAbsent = (values: readonly number[], compute: (values: readonly number[]) => number): Value =>
  values.length === 0 ? undefined : orNothing(compute(values));

/** The smallest value that is at least as large as this percentage of the values. */
const percentile = (values: readonly number[], percent: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? NaN;
};

const deviation = (values: readonly number[]): number => {
  const mean = sum(values) / values.length;
  return Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / values.length);
};

/**
 * The functions of `stats`, over the values of a field in the rows of a group, newest first. Source:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Stats.html
 */
export const AGGREGATES: Readonly<Record<string, (values: readonly Value[], percent: number) => Value>> = {
  count: (values) => values.filter(isPresent).length,
  count_distinct: (values) => new Set(values.filter(isPresent).map(toText)).size,
  sum: (values) => sum(numbers(values)),
  avg: (values) => orAbsent(numbers(values), (all) => sum(all) / all.length),
  min: (values) => orAbsent(numbers(values), (all) => all.reduce((a, b) => Math.min(a, b))),
  max: (values) => orAbsent(numbers(values), (all) => all.reduce((a, b) => Math.max(a, b))),
  stddev: (values) => orAbsent(numbers(values), deviation),
  pct: (values, percent) => orAbsent(numbers(values), (all) => percentile(all, percent)),
  median: (values) => orAbsent(numbers(values), (all) => percentile(all, 50)),
  earliest: (values) => values.findLast(isPresent),
  latest: (values) => values.find(isPresent),
};
