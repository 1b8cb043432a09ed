import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { foldQuality } from '../../../domain/quality/fold-quality';
import { type QualityReport, readReport } from '../../../domain/quality/quality-report';
import { type PutEntries, retryEntries } from 'aws-clients';
import { periodMetrics } from './quality-metrics';

/** Of an SQS record, what watching needs. */
export interface QualityMessage {
  readonly messageId: string;
  readonly body: string;
}

/** What watching rests on. */
export interface WatchServices {
  readonly putMetrics: PutEntries<MetricDatum>;
  readonly cdns: ReadonlySet<string>;
  readonly now: () => number;
}

/** Up to 16 s of waiting in all: with calls of 2 s, within the function's 30 s and so within the visibility timeout. */
const RETRIES = { attempts: 6, firstWaitMs: 500 };

/**
 * Folds a batch once and publishes it. Returns the ids of messages that `collect` did not write: they come again and end among
 * the dead letters, and the others are not held up. Throws where CloudWatch refuses to the end: then the whole batch comes
 * again, and what had been published of it counts twice, in numerators and denominators alike.
 */
export const watchQuality = async (
  messages: readonly QualityMessage[],
  { putMetrics, cdns, now }: WatchServices,
): Promise<readonly string[]> => {
  const reports: QualityReport[] = [];
  const strangers: string[] = [];
  for (const { messageId, body } of messages) {
    const report = readReport(body);
    if (report) reports.push(report);
    else strangers.push(messageId);
  }
  const data = foldQuality(reports, cdns).flatMap((period) => periodMetrics(period, now()));
  const left = await retryEntries(data, putMetrics, RETRIES);
  if (left.length > 0) throw new Error(`CloudWatch refused ${left.length} of ${data.length} metric data to the end.`);
  return strangers;
};
