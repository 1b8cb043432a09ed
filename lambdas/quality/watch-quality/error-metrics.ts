import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { DIMENSIONS } from '../../../domain/dimensions';
import { ERROR_METRICS, type PeriodTotals } from '../../../domain/quality';
import { HIGH_RESOLUTION, metricDatum } from '../../foundation/metric-data';

/** The sessions with each error code in a period; `nameOf` bounds the number of metrics. */
export const errorMetrics = (
  { errors, periodStart }: Pick<PeriodTotals, 'errors' | 'periodStart'>,
  nameOf: (code: string) => string,
): readonly MetricDatum[] => {
  const sessions = new Map<string, number>();
  for (const { code } of errors) sessions.set(nameOf(code), (sessions.get(nameOf(code)) ?? 0) + 1);
  return [...sessions].map(([name, value]) => ({
    ...metricDatum(ERROR_METRICS.errorSessions, value, {
      at: periodStart,
      dimensions: { [DIMENSIONS.errorCode]: name },
    }),
    StorageResolution: HIGH_RESOLUTION,
  }));
};
