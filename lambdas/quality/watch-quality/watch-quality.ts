import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import type { FairShares } from '../../../domain/quality/fair-shares';
import { foldQuality } from '../../../domain/quality/fold-quality';
import type { QualityReport } from '../../../domain/quality/quality-report';
import { readReport } from '../../../domain/quality/read-report';
import { type PutEntries, retryEntries } from 'aws-clients';
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
  readonly putMetrics: PutEntries<MetricDatum>;
  readonly cdns: ReadonlySet<string>;
  /** What the sessions have counted in earlier batches of this environment. */
  readonly shares: FairShares;
  readonly errors: Pick<ErrorBook, 'nameOf' | 'add' | 'keep'>;
  readonly now: () => number;
}

/** Waits of up to 16 s altogether. With calls of 2 s, this fits into the function's 30 s and so into the visibility timeout. */
const RETRIES = { attempts: 6, firstWaitMs: 500 };

/**
 * Folds a batch and publishes its metrics. Returns the ids of messages that `collect` did not write: SQS delivers them
 * again until they end in the dead-letter queue, and they do not block the others. Rejects if CloudWatch refuses data at
 * every attempt: then SQS delivers the whole batch again, and data that was already published counts twice, in numerators
 * and denominators alike.
 */
export const watchQuality = async (
  messages: readonly QualityMessage[],
  { putMetrics, cdns, shares, errors, now }: WatchServices,
): Promise<readonly string[]> => {
  const reports: QualityReport[] = [];
  const unreadable: string[] = [];
  for (const { messageId, body } of messages) {
    const report = readReport(body);
    if (report) reports.push(report);
    else unreadable.push(messageId);
  }
  const periods = foldQuality(reports, cdns, shares);
  const nameOf = (code: string): string => errors.nameOf(code);
  const data = periods.flatMap((period) => [...periodMetrics(period, now()), ...errorMetrics(period, nameOf)]);
  const kept = errors.keep(now()); // what earlier batches counted: the alarms do not wait for it
  try {
    await publish(data, putMetrics);
  } catch (error) {
    shares.forget();
    throw error;
  } finally {
    await kept;
  }
  errors.add(periods.flatMap((period) => period.errors));
  return unreadable;
};

const publish = async (data: readonly MetricDatum[], putMetrics: PutEntries<MetricDatum>): Promise<void> => {
  const refused = await retryEntries(data, putMetrics, RETRIES);
  if (refused.length === 0) return;
  throw new Error(`CloudWatch refused ${refused.length} of ${data.length} metric data at every attempt.`);
};
