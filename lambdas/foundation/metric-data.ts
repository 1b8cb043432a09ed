import type { Logger } from '@aws-lambda-powertools/logger';
import {
  CloudWatchClient,
  type MetricDatum,
  PutMetricDataCommand,
  type StandardUnit,
} from '@aws-sdk/client-cloudwatch';
import { clientSettings, type PutEntries } from 'aws-clients';
import { errorName } from './logger';

/**
 * CloudWatch accepts 1,000 data or 1 MB per call, and each call counts towards the account's quota of 500 per second. A datum
 * takes up to 400 bytes, and a value with its count up to 25, so that a call has at most 0.9 MB before the SDK compresses it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
 */
const DATA_PER_CALL = 1_000;
const VALUES_PER_CALL = 20_000;

/** The resolution, in seconds, of metrics whose alarms have periods of 10 s. */
export const HIGH_RESOLUTION = 1;

/** CloudWatch calculates percentiles only of data with at most this many pairs of value and count. */
export const MAX_VALUES_PER_DATUM = 150;

/** Optional properties of a datum. */
export interface DatumOptions {
  /** @default Count */
  readonly unit?: StandardUnit;
  /** Epoch ms. @default - now */
  readonly at?: number;
  /** Values by the name of their dimension. @default - none */
  readonly dimensions?: Readonly<Record<string, string>>;
}

/** One value of a metric. */
export const metricDatum = (
  name: string,
  value: number,
  { unit = 'Count', at = Date.now(), dimensions = {} }: DatumOptions = {},
): MetricDatum => {
  const pairs = Object.entries(dimensions);
  return {
    ...{ MetricName: name, Value: value, Unit: unit, Timestamp: new Date(at) },
    ...(pairs.length > 0 && { Dimensions: pairs.map(([Name, Value]) => ({ Name, Value })) }),
  };
};

/**
 * Returns a function that publishes metric data in chunks, logs the chunks that CloudWatch refuses, and returns their data.
 * `settings` are those of its SDK client.
 */
export const createMetrics = (
  namespace: string,
  logger: Logger,
  settings = clientSettings(3),
): PutEntries<MetricDatum> => {
  const cloudwatch = new CloudWatchClient(settings);
  const put = async (chunk: readonly MetricDatum[]): Promise<readonly MetricDatum[]> => {
    try {
      await cloudwatch.send(new PutMetricDataCommand({ Namespace: namespace, MetricData: [...chunk] }));
      return [];
    } catch (error) {
      logger.warn('CloudWatch refused metric data', { error: errorName(error) });
      return chunk;
    }
  };
  return async (data) => (await Promise.all(callsOf(data).map(put))).flat();
};

/** Distributes data over as few calls as the limits of a call allow. */
const callsOf = (data: readonly MetricDatum[]): readonly (readonly MetricDatum[])[] => {
  const calls: MetricDatum[][] = [];
  let values = 0;
  for (const datum of data) {
    const added = datum.Values?.length ?? 0;
    const last = calls.at(-1);
    if (last && last.length < DATA_PER_CALL && values + added <= VALUES_PER_CALL) last.push(datum);
    else {
      calls.push([datum]);
      values = 0;
    }
    values += added;
  }
  return calls;
};
