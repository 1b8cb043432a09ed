import { type JsonObject, ServiceError } from '../../core/service';
import { Fields } from '../../core/fields';
import { invalid, MISSING } from './invalid';
import { toPeriodMs, toSource } from './metric-queries';
import { KEPT_MS, type MetricStore } from './metric-store';

const MOST_POINTS = 1_440;

/** GetMetricStatistics, over what the store keeps of the time that is asked for; units are not kept, and none is told. */
export const getMetricStatistics = (store: MetricStore, input: JsonObject, now: number): JsonObject => {
  const fields = new Fields(input, MISSING);
  const asked = [...fields.strings('Statistics'), ...fields.strings('ExtendedStatistics')];
  if (asked.length === 0)
    throw new ServiceError(MISSING, 'At least one of Statistics and ExtendedStatistics is needed.');
  const [start, end] = [fields.number('StartTime') * 1_000, fields.number('EndTime') * 1_000];
  if (start >= end) throw invalid('StartTime', 'must lie before EndTime');
  const periodMs = toPeriodMs(fields.number('Period'));
  if ((end - start) / periodMs > MOST_POINTS) {
    const message = `That would be more than ${MOST_POINTS} datapoints: ask for a longer Period or a shorter time.`;
    throw new ServiceError('InvalidParameterCombinationException', message);
  }
  const from = Math.max(Math.floor(start), now - KEPT_MS);
  const periods = { from: from - (from % periodMs), to: Math.min(end, now + KEPT_MS), periodMs };
  const points = new Map<number, JsonObject>();
  const percentiles = new Set(fields.strings('ExtendedStatistics'));
  for (const statistic of asked) {
    for (const [time, value] of store.series(toSource(fields, statistic).metric, statistic, periods)) {
      const point = points.get(time) ?? { Timestamp: time / 1_000 };
      const extended = { ...(point['ExtendedStatistics'] as JsonObject | undefined), [statistic]: value };
      points.set(time, {
        ...point,
        ...(percentiles.has(statistic) ? { ExtendedStatistics: extended } : { [statistic]: value }),
      });
    }
  }
  return { Label: fields.string('MetricName'), Datapoints: [...points.values()] };
};
