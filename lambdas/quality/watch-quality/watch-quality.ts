import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import type { FairShares } from '../../../domain/quality/fair-shares';
import { foldQuality } from '../../../domain/quality/fold-quality';
import type { PeriodSums } from '../../../domain/quality/outages/period-sums';
import type { FoldSettings } from '../../../domain/quality/fold-quality';
import type { QualityReport } from '../../../domain/quality/quality-report';
import { readReport } from '../../../domain/quality/read-report';
import type { ErrorBook } from './error-book';
import { errorMetrics } from './error-metrics';
import { periodMetrics } from './quality-metrics';

/** The part of an SQS record that watching needs. */
export interface QualityMessage {
  readonly messageId: string;
  readonly body: string;
}

/** What watching uses. */
export interface WatchServices {
  /** Hands the sums to the detection of outages; rejects if the table refuses them at every attempt. */
  readonly writeSums: (periods: readonly PeriodSums[]) => Promise<void>;
  readonly publish: (data: readonly MetricDatum[]) => Promise<void>;
  readonly cohorts: FoldSettings;
  /** What the sessions have counted in earlier batches of this environment. */
  readonly shares: FairShares;
  readonly errors: Pick<ErrorBook, 'nameOf' | 'add' | 'keep'>;
  readonly now: () => number;
}

/**
 * Folds a batch, hands its sums to the detection and publishes its metrics. Returns the ids of messages that `collect` did not
 * write: SQS delivers them again until they end in the dead-letter queue, and they do not block the others. Rejects if the
 * table refuses the sums: then SQS delivers the whole batch again, and nothing of it has counted.
 */
export const watchQuality = async (
  messages: readonly QualityMessage[],
  { writeSums, publish, cohorts, shares, errors, now }: WatchServices,
): Promise<readonly string[]> => {
  const reports: QualityReport[] = [];
  const unreadable: string[] = [];
  for (const { messageId, body } of messages) {
    const report = readReport(body);
    if (report) reports.push(report);
    else unreadable.push(messageId);
  }
  const periods = foldQuality(reports, cohorts, shares);
  const kept = errors.keep(now()); // what earlier batches counted: the detection does not wait for it
  try {
    await writeSums(periods.map((period) => period.outageSums()));
  } catch (error) {
    shares.forget();
    throw error;
  } finally {
    await kept;
  }
  errors.add(periods.flatMap((period) => period.errors));
  const nameOf = (code: string): string => errors.nameOf(code);
  await publish(periods.flatMap((period) => [...periodMetrics(period, now()), ...errorMetrics(period, nameOf)]));
  return unreadable;
};
