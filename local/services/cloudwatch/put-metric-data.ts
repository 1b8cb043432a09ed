import { type JsonObject, ServiceError } from '../../service';
import { Fields } from '../fields';
import type { Bucket } from './bucket';
import type { MetricStore } from './metric-store';

const MAX_DATA = 1_000;
const MAX_VALUES = 150;
const MAX_DIMENSIONS = 30;
const DAY_MS = 86_400_000;
const OLDEST_MS = 14 * DAY_MS;
const NEWEST_MS = 7_200_000;

/** PutMetricData: all of a call's data, or none when one of them is wrong. */
export const putMetricData = (store: MetricStore, input: JsonObject, now: number): JsonObject => {
  const fields = new Fields(input, 'MissingParameterException');
  const namespace = fields.string('Namespace');
  if (namespace.startsWith('AWS/')) throw invalid('Namespace', 'must not start with AWS/');
  const data = fields.objects('MetricData');
  if (data.length > MAX_DATA)
    throw invalid('MetricData', `holds ${data.length} data; at most ${MAX_DATA} go in a call`);
  for (const add of data.map((datum) => toAddition(store, namespace, datum, now))) add();
  return {};
};

/** Checks a datum and says how to add it. */
const toAddition = (store: MetricStore, namespace: string, datum: Fields, now: number): (() => void) => {
  const name = datum.string('MetricName');
  const dimensions = toDimensions(datum);
  if (Object.keys(dimensions).length > MAX_DIMENSIONS) throw invalid('Dimensions', `takes at most ${MAX_DIMENSIONS}`);
  const at = Math.round((datum.optionalNumber('Timestamp') ?? now / 1_000) * 1_000);
  if (at < now - OLDEST_MS || at > now + NEWEST_MS) {
    throw invalid('Timestamp', 'must lie within the last two weeks and the next two hours');
  }
  const resolution = datum.optionalNumber('StorageResolution') ?? 60;
  if (resolution !== 1 && resolution !== 60) throw invalid('StorageResolution', 'must be 1 or 60');
  const measure = toMeasure(datum);
  return () => measure(store.bucket({ namespace, name, dimensions }, at, resolution * 1_000));
};

const toMeasure = (datum: Fields): ((bucket: Bucket) => void) => {
  const statistics = datum.object('StatisticValues');
  if (statistics) {
    const [count, sum] = [statistics.number('SampleCount'), statistics.number('Sum')];
    const [min, max] = [statistics.number('Minimum'), statistics.number('Maximum')];
    return (bucket) => bucket.addStatistics({ count, sum, min, max });
  }
  if (!datum.has('Values')) {
    const value = datum.number('Value');
    return (bucket) => bucket.add(value, 1);
  }
  const values = numbers(datum, 'Values');
  const counts = datum.has('Counts') ? numbers(datum, 'Counts') : values.map(() => 1);
  if (values.length > MAX_VALUES) throw invalid('Values', `holds ${values.length} values; a datum takes ${MAX_VALUES}`);
  if (counts.length !== values.length) throw invalid('Counts', 'must be as many as Values');
  return (bucket) => values.forEach((value, index) => bucket.add(value, counts[index] ?? 0));
};

const numbers = (datum: Fields, name: string): readonly number[] => {
  const list = datum.all[name];
  if (!Array.isArray(list)) throw invalid(name, 'must be a list of numbers');
  return list.map((value: unknown) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) throw invalid(name, 'must be a list of numbers');
    return value;
  });
};

/** Dimensions as a list of Name and Value, which calls and templates share. */
export const toDimensions = (fields: Fields): Record<string, string> =>
  Object.fromEntries(
    fields.objects('Dimensions').map((dimension) => [dimension.string('Name'), dimension.string('Value')]),
  );

/** As CloudWatch answers a value that it does not take. */
export const invalid = (parameter: string, problem: string): ServiceError =>
  new ServiceError('InvalidParameterValueException', `The parameter ${parameter} ${problem}.`);
