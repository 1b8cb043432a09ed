import { type CloudWatchClient, type MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { PutEntries } from 'aws-clients';

/** CloudWatch takes 1,000 data or 1 MB a call; one with 150 values is some 3 KB. */
const DATA_PER_CALL = 250;

/** Publishes metric data in calls of their own; those of a call that failed come back. */
export const putMetrics =
  (cloudwatch: CloudWatchClient, namespace: string, report: (error: unknown) => void): PutEntries<MetricDatum> =>
  async (data) => {
    const calls = Array.from({ length: Math.ceil(data.length / DATA_PER_CALL) }, (_, call) =>
      data.slice(call * DATA_PER_CALL, (call + 1) * DATA_PER_CALL),
    );
    const refused = await Promise.all(
      calls.map((MetricData) =>
        cloudwatch.send(new PutMetricDataCommand({ Namespace: namespace, MetricData })).then(
          () => [],
          (error: unknown) => {
            report(error);
            return MetricData;
          },
        ),
      ),
    );
    return refused.flat();
  };

/** Alarms look at 10 s: a metric must be kept by the second for that. */
export const HIGH_RESOLUTION = 1;
