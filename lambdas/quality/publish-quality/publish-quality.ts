import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { type PutEntries, retryEntries } from 'aws-clients';
import { mergeShares } from '../../../domain/quality/fold-quality';
import { readShare } from '../../../domain/quality/period-share';
import { type QueueMessage, readMessages } from '../read-messages';
import { periodMetrics } from './quality-metrics';

/** What publishing uses. */
export interface PublishServices {
  readonly putMetrics: PutEntries<MetricDatum>;
  readonly now: () => number;
}

/** Waits of up to 16 s altogether. With calls of 2 s, this fits into the function's 30 s and so into the visibility timeout. */
const RETRIES = { attempts: 6, firstWaitMs: 500 };

/**
 * Adds up the totals of many batches and publishes their metrics: usually in one call of PutMetricData, however many batches
 * there were. Returns the ids of messages that `watch-quality` did not write. Rejects if CloudWatch refuses data at
 * every attempt: then SQS delivers the whole batch again, and data that was already published counts twice, in numerators
 * and denominators alike.
 */
export const publishQuality = async (
  messages: readonly QueueMessage[],
  { putMetrics, now }: PublishServices,
): Promise<readonly string[]> => {
  const { contents: shares, unreadable } = readMessages(messages, readShare);
  const data = mergeShares(shares).flatMap((period) => periodMetrics(period, now()));
  const refused = await retryEntries(data, putMetrics, RETRIES);
  if (refused.length > 0) {
    throw new Error(`CloudWatch refused ${refused.length} of ${data.length} metric data at every attempt.`);
  }
  return unreadable;
};
