import { type JsonObject, ServiceError } from '../../core/service';
import { Fields } from '../../core/fields';
import { MISSING } from './errors';
import { toPeriodMs, toSource } from './metric-queries';
import type { MetricStore } from './metric-store';
import { toTimeRange, withinRetention } from './time-range';

const MAX_POINTS = 1_440;

/**
 * GetMetricStatistics over the retained part of the requested time. The answer has no units because the store has none.
 */
export const getMetricStatistics = (store: MetricStore, input: JsonObject, now: number): JsonObject => {
  const fields = new Fields(input, MISSING);
  const statistics = [...fields.strings('Statistics'), ...fields.strings('ExtendedStatistics')];
  if (statistics.length === 0) {
    throw new ServiceError(MISSING, 'The request must contain Statistics or ExtendedStatistics.');
  }
  const requested = toTimeRange(fields);
  const periodMs = toPeriodMs(fields.number('Period'));
  if ((requested.to - requested.from) / periodMs > MAX_POINTS) {
    const message = `The request exceeds the limit of ${MAX_POINTS} data points: use a longer Period.`;
    throw new ServiceError('InvalidParameterCombinationException', message);
  }
  const { from, to } = withinRetention(requested, now);
  const periods = { from: from - (from % periodMs), to, periodMs };
  const points = new Map<number, JsonObject>();
  const percentiles = new Set(fields.strings('ExtendedStatistics'));
  for (const statistic of statistics) {
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
