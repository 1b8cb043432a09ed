import type { JsonObject } from '../../service';
import { Fields } from '../fields';
import { invalid, MISSING } from './invalid';
import { toPeriodMs, toSource } from './metric-queries';
import { KEPT_MS, type MetricStore } from './metric-store';

/** GetMetricStatistics: one metric's statistics by period, over what the store keeps of the time that is asked for. */
export const getMetricStatistics = (store: MetricStore, input: JsonObject, now: number): JsonObject => {
  const fields = new Fields(input, MISSING);
  const [basic, extended] = [fields.strings('Statistics'), fields.strings('ExtendedStatistics')];
  if (basic.length + extended.length === 0) throw invalid('Statistics', 'or ExtendedStatistics must name one');
  const periodMs = toPeriodMs(fields.number('Period'));
  const [start, end] = [fields.number('StartTime') * 1_000, fields.number('EndTime') * 1_000];
  if (start >= end) throw invalid('StartTime', 'must lie before EndTime');
  const from = Math.max(Math.floor(start), now - KEPT_MS);
  const periods = { from: from - (from % periodMs), to: Math.min(end, now + KEPT_MS), periodMs };
  const points = new Map<number, [string, number][]>();
  for (const name of [...basic, ...extended]) {
    for (const [time, value] of store.series(toSource(fields, name).metric, name, periods)) {
      const point = points.get(time) ?? [];
      point.push([name, value]);
      points.set(time, point);
    }
  }
  return {
    Label: fields.string('MetricName'),
    Datapoints: [...points].map(([time, values]) => ({
      Timestamp: time / 1_000,
      ...Object.fromEntries(values.filter(([name]) => basic.includes(name))),
      ...(extended.length > 0 && {
        ExtendedStatistics: Object.fromEntries(values.filter(([name]) => extended.includes(name))),
      }),
    })),
  };
};
