import type { IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { MAXIMUM_BY_MINUTE, SUM_BY_MINUTE } from '../foundation/metrics';
import { graph } from '../foundation/widgets';
import type { Collector } from './collector';
import type { EventStream } from './event-stream';
import type { QualityQueue } from './quality-queue';
import type { Quarantine } from './quarantine';

/** The constructs that the rows of ingest show. */
export interface IngestRowsProps {
  readonly collector: Collector;
  readonly events: EventStream;
  readonly quality: QualityQueue;
  readonly quarantine: Quarantine;
}

const sum = (label: string) => ({ ...SUM_BY_MINUTE, label });
const percentile = (statistic: 'p50' | 'p99') => ({ ...SUM_BY_MINUTE, statistic, label: statistic });

/** The rows of ingest on the Pipeline dashboard: requests, the stream, refused events. */
export const ingestRows = ({ collector, events, quality, quarantine }: IngestRowsProps): readonly IWidget[][] => {
  const { api } = collector;
  const { stream } = events;
  return [
    [
      graph('Requests a minute', [
        api.metricCount(sum('requests')),
        api.metricClientError(sum('4xx')),
        api.metricServerError(sum('5xx')),
      ]),
      graph('Latency of the collector (ms)', [
        api.metricLatency(percentile('p50')),
        api.metricLatency(percentile('p99')),
      ]),
      graph('Quality reports a minute', [quality.queue.metricNumberOfMessagesSent(sum('playback-quality, sent'))]),
    ],
    [
      graph('Records into the stream a minute', [stream.metricIncomingRecords(sum('records'))]),
      graph('Bytes into the stream a minute', [stream.metric('IncomingBytes', sum('bytes'))]),
      graph('Throttled writes to the stream', [stream.metricWriteProvisionedThroughputExceeded(sum('throttled'))]),
    ],
    [
      graph('Age of records when they are read (ms)', [
        stream.metricGetRecordsIteratorAgeMilliseconds({ ...MAXIMUM_BY_MINUTE, label: 'iterator age' }),
      ]),
      graph('Records into the quarantine a minute', [quarantine.metricRecords({ label: 'records' })]),
      graph('Age of the oldest refused event not yet stored (s)', [quarantine.metricFreshness({ label: 'freshness' })]),
    ],
  ];
};
