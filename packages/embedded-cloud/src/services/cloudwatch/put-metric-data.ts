import { type JsonObject, ServiceError } from '../../core/service';
import { Fields } from '../../core/fields';
import type { Bucket } from './bucket';
import { invalid, MISSING } from './invalid';
import type { MetricStore } from './metric-store';
import { UNITS } from './units';

const MAX_DATA = 1_000;
const MAX_VALUES = 150;
const MAX_DIMENSIONS = 30;
const MAX_MAGNITUDE = 2 ** 360;
const DAY_MS = 86_400_000;
const OLDEST_MS = 14 * DAY_MS;
const NEWEST_MS = 7_200_000;

/** PutMetricData: all of a call's data, or none when one of them is wrong. */
export const putMetricData = (store: MetricStore, input: JsonObject, now: number): JsonObject => {
  const fields = new Fields(input, MISSING);
  const namespace = toName(fields, 'Namespace');
  if (namespace.startsWith('AWS/')) throw invalid('Namespace', 'must not start with AWS/');
  if (!fields.has('MetricData')) throw new ServiceError(MISSING, 'The request must contain the parameter MetricData.');
  const data = fields.objects('MetricData');
  if (data.length > MAX_DATA) {
    throw invalid('MetricData', `holds ${data.length} data; at most ${MAX_DATA} go in a call`);
  }
  const additions = data.map((datum, index) =>
    named(`MetricData.member.${index + 1}`, () => toAddition(store, namespace, datum, now)),
  );
  for (const add of additions) add();
  return {};
};

/** Has what is wrong within a datum say in which. */
const named = <T>(datum: string, read: () => T): T => {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw new ServiceError(error.code, `${datum}: ${error.message}`, error.status);
  }
};

/** Checks a datum and says how to add it. */
const toAddition = (store: MetricStore, namespace: string, datum: Fields, now: number): (() => void) => {
  const name = toName(datum, 'MetricName');
  const dimensions = toDimensions(datum);
  const at = datum.has('Timestamp') ? Math.round(finite(datum, 'Timestamp') * 1_000) : now;
  if (at < now - OLDEST_MS || at > now + NEWEST_MS) {
    throw invalid('Timestamp', 'must lie within the last two weeks and the next two hours');
  }
  const resolution = datum.optionalNumber('StorageResolution') ?? 60;
  if (resolution !== 1 && resolution !== 60) throw invalid('StorageResolution', 'must be 1 or 60');
  const unit = datum.optionalString('Unit') ?? 'None';
  if (!UNITS.has(unit)) throw invalid('Unit', `is not known: ${unit}`);
  const measure = toMeasure(datum);
  return () => measure(store.bucket({ namespace, name, dimensions }, at, resolution * 1_000));
};

const toMeasure = (datum: Fields): ((bucket: Bucket) => void) => {
  const given = ['Value', 'Values', 'StatisticValues'].filter((name) => datum.has(name));
  if (given.length > 1) {
    throw new ServiceError('InvalidParameterCombinationException', `A datum takes one of ${given.join(' and ')}.`);
  }
  const statistics = datum.object('StatisticValues');
  if (statistics) return toStatisticSet(statistics);
  if (datum.has('Values')) return toDistribution(datum);
  const value = finite(datum, 'Value');
  return (bucket) => bucket.add(value, 1);
};

const toStatisticSet = (statistics: Fields): ((bucket: Bucket) => void) => {
  const [count, sum] = [finite(statistics, 'SampleCount'), finite(statistics, 'Sum')];
  const [min, max] = [finite(statistics, 'Minimum'), finite(statistics, 'Maximum')];
  if (count <= 0) throw invalid('StatisticValues.SampleCount', 'must be greater than 0');
  if (min > max) throw invalid('StatisticValues.Minimum', 'must not be greater than the maximum');
  return (bucket) => bucket.addStatistics({ count, sum, min, max });
};

const toDistribution = (datum: Fields): ((bucket: Bucket) => void) => {
  const values = numbers(datum, 'Values');
  if (values.length === 0) throw invalid('Values', 'must hold a value');
  if (values.length > MAX_VALUES) throw invalid('Values', `holds ${values.length} values; a datum takes ${MAX_VALUES}`);
  const counts = datum.has('Counts') ? numbers(datum, 'Counts') : values.map(() => 1);
  if (counts.length !== values.length) throw invalid('Counts', 'must be as many as Values');
  if (counts.some((count) => count < 0)) throw invalid('Counts', 'must not be negative');
  return (bucket) => values.forEach((value, index) => bucket.add(value, counts[index] ?? 0));
};

/** JSON has no NaN and no Infinity: SDKs spell them as strings. */
const finite = (fields: Fields, name: string): number => toFinite(name, fields.all[name] ?? fields.number(name));

const numbers = (datum: Fields, name: string): readonly number[] => {
  const list = datum.all[name];
  if (!Array.isArray(list)) throw invalid(name, 'must be a list of numbers');
  return list.map((value: unknown) => toFinite(name, value));
};

const toFinite = (name: string, value: unknown): number => {
  if (typeof value === 'number' && Math.abs(value) <= MAX_MAGNITUDE) return value;
  throw invalid(name, `must be a number from -2^360 to 2^360, not ${JSON.stringify(value)}`);
};

const toName = (fields: Fields, parameter: string): string => {
  const name = fields.string(parameter);
  if (name.trim() === '' || name.length > 255 || name.startsWith(':')) {
    throw invalid(parameter, 'must have 1 to 255 characters and not begin with a colon');
  }
  return name;
};

/** Dimensions as a list of Name and Value, which calls and templates share. */
export const toDimensions = (fields: Fields): Record<string, string> => {
  const dimensions = fields.objects('Dimensions');
  if (dimensions.length > MAX_DIMENSIONS) throw invalid('Dimensions', `takes at most ${MAX_DIMENSIONS}`);
  return Object.fromEntries(
    dimensions.map((dimension) => {
      const [name, value] = [toName(dimension, 'Name'), dimension.string('Value')];
      if (value.trim() === '' || value.length > 1_024) {
        throw invalid(`Dimensions.${name}`, 'must have a value of 1 to 1024 characters');
      }
      return [name, value];
    }),
  );
};
