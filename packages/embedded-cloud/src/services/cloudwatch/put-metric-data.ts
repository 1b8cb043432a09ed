import { type JsonObject, ServiceError } from '../../core/service';
import { Fields } from '../../core/fields';
import type { Bucket } from './bucket';
import { invalid, MISSING } from './errors';
import { toDimensions, toName } from './metric-names';
import type { MetricStore } from './metric-store';
import { UNITS } from './units';

const MAX_DATA = 1_000;
const MAX_VALUES = 150;

const MAX_MAGNITUDE = 2 ** 360;
const DAY_MS = 86_400_000;
const OLDEST_MS = 14 * DAY_MS;
const NEWEST_MS = 7_200_000;

/** PutMetricData: stores all data of a call, or none of them when one is invalid. */
export const putMetricData = (store: MetricStore, input: JsonObject, now: number): JsonObject => {
  const fields = new Fields(input, MISSING);
  const namespace = toName(fields, 'Namespace');
  if (namespace.startsWith('AWS/')) throw invalid('Namespace', 'must not start with AWS/');
  if (!fields.has('MetricData')) throw new ServiceError(MISSING, 'The request must contain the parameter MetricData.');
  const data = fields.objects('MetricData');
  if (data.length > MAX_DATA) {
    throw invalid('MetricData', `has ${data.length} data; a call may have at most ${MAX_DATA}`);
  }
  const additions = data.map((datum, index) =>
    withDatumInErrors(`MetricData.member.${index + 1}`, () => toAddition(store, namespace, datum, now)),
  );
  for (const add of additions) add();
  return {};
};

/** Adds the name of the datum to the errors that `read` throws. */
const withDatumInErrors = <T>(datum: string, read: () => T): T => {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw new ServiceError(error.code, `${datum}: ${error.message}`, error.status);
  }
};

/** Validates a datum; returns the function that adds it to the store. */
const toAddition = (store: MetricStore, namespace: string, datum: Fields, now: number): (() => void) => {
  const name = toName(datum, 'MetricName');
  const dimensions = toDimensions(datum);
  const at = datum.has('Timestamp') ? Math.round(finite(datum, 'Timestamp') * 1_000) : now;
  if (at < now - OLDEST_MS || at > now + NEWEST_MS) {
    throw invalid('Timestamp', 'must be within the last two weeks or the next two hours');
  }
  const resolution = datum.optionalNumber('StorageResolution') ?? 60;
  if (resolution !== 1 && resolution !== 60) throw invalid('StorageResolution', 'must be 1 or 60');
  const unit = datum.optionalString('Unit') ?? 'None';
  if (!UNITS.has(unit)) throw invalid('Unit', `has an unknown value: ${unit}`);
  const measure = toMeasure(datum);
  return () => measure(store.bucket({ namespace, name, dimensions }, at, resolution * 1_000));
};

const toMeasure = (datum: Fields): ((bucket: Bucket) => void) => {
  const given = ['Value', 'Values', 'StatisticValues'].filter((name) => datum.has(name));
  if (given.length > 1) {
    throw new ServiceError(
      'InvalidParameterCombinationException',
      `A datum may have only one of ${given.join(' and ')}.`,
    );
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
  if (values.length === 0) throw invalid('Values', 'must not be empty');
  if (values.length > MAX_VALUES)
    throw invalid('Values', `has ${values.length} elements; a datum may have at most ${MAX_VALUES}`);
  const counts = datum.has('Counts') ? numbers(datum, 'Counts') : values.map(() => 1);
  if (counts.length !== values.length) throw invalid('Counts', 'must have as many elements as Values');
  if (counts.some((count) => count < 0)) throw invalid('Counts', 'must not be negative');
  return (bucket) => values.forEach((value, index) => bucket.add(value, counts[index] ?? 0));
};

/** Reads a finite number. SDKs write NaN and Infinity, which JSON lacks, as strings. */
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
