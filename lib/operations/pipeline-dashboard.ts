import { AlarmStatusWidget, Dashboard, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { StageConfig } from '../stages/config';
import { MAXIMUM_BY_MINUTE, SUM_BY_MINUTE } from '../foundation/metrics';
import type { PipelineAlarms } from './pipeline-alarms';
import type { IngestStack } from '../ingest/ingest-stack';
import type { LiveStack } from '../live/live-stack';
import type { QualityStack } from '../quality/quality-stack';
import { FULL_WIDTH, graph } from '../foundation/widgets';

/** Properties of a {@link PipelineDashboard}. */
export interface PipelineDashboardProps {
  readonly stage: StageConfig;
  readonly ingest: IngestStack;
  readonly live: LiveStack;
  readonly quality: QualityStack;
  readonly alarms: PipelineAlarms;
}

const sum = (label: string) => ({ ...SUM_BY_MINUTE, label });
const most = (label: string) => ({ ...MAXIMUM_BY_MINUTE, label });
const percentile = (statistic: 'p50' | 'p99', label: string = statistic) => ({ ...SUM_BY_MINUTE, statistic, label });

/** Whether the pipeline itself keeps up. */
export class PipelineDashboard extends Dashboard {
  constructor(scope: Construct, id: string, props: PipelineDashboardProps) {
    super(scope, id, { dashboardName: `playhead-${props.stage.name}-pipeline` });
    const alarms = [...props.alarms.all];
    this.addWidgets(new AlarmStatusWidget({ title: 'Alarms', alarms, width: FULL_WIDTH, height: 3 }));
    this.addIntake(props);
    this.addQueues(props.ingest);
    this.addFreshness(props);
    this.addFunctions(props);
  }

  private addIntake({ ingest: { collector, events }, quality: { watchQuality } }: PipelineDashboardProps): void {
    const { api } = collector;
    this.addWidgets(
      graph('Events, every 10 s', [
        watchQuality.metricAccepted(),
        watchQuality.metricRefused(),
        watchQuality.metricLate(),
      ]),
      graph('Requests a minute', [
        api.metricCount(sum('requests')),
        api.metricClientError(sum('4xx')),
        api.metricServerError(sum('5xx')),
      ]),
      graph('Latency of the collector (ms)', [
        api.metricLatency(percentile('p50')),
        api.metricLatency(percentile('p99')),
      ]),
    );
    const { stream } = events;
    this.addWidgets(
      graph('Records into the stream a minute', [stream.metricIncomingRecords(sum('records'))]),
      graph('Bytes into the stream a minute', [stream.metric('IncomingBytes', sum('bytes'))]),
      graph('Throttled writes to the stream', [stream.metricWriteProvisionedThroughputExceeded(sum('throttled'))]),
    );
  }

  private addQueues({ quality, overflow, quarantine }: IngestStack): void {
    this.addWidgets(
      graph('Age of the oldest message (s)', [
        quality.queue.metricApproximateAgeOfOldestMessage(most('playback-quality')),
        overflow.queue.metricApproximateAgeOfOldestMessage(most('overflow')),
      ]),
      graph('Messages waiting', [
        quality.queue.metricApproximateNumberOfMessagesVisible(most('playback-quality')),
        overflow.queue.metricApproximateNumberOfMessagesVisible(most('overflow')),
        quality.queue.metricNumberOfMessagesSent(sum('playback-quality, sent')),
      ]),
      graph('Dead letters', [
        quality.deadLetters.metricApproximateNumberOfMessagesVisible(most('playback-quality')),
        overflow.deadLetters.metricApproximateNumberOfMessagesVisible(most('overflow')),
      ]),
    );
    this.addWidgets(
      graph('Records into the quarantine a minute', [quarantine.metricRecords({ label: 'records' })]),
      graph('Oldest refused event not yet stored (s)', [quarantine.metricFreshness({ label: 'freshness' })]),
    );
  }

  private addFreshness({ live, ingest, quality }: PipelineDashboardProps): void {
    this.addWidgets(
      graph('How far count-viewers is behind (ms)', [live.countViewers.metricIteratorAge({ label: 'iterator age' })]),
      graph('Freshness (ms)', [live.publishCounts.metricDelay(), quality.watchQuality.metricDelay()]),
      graph('Throttled tables', [
        ...throttles(live.presence, 'presence'),
        ...throttles(live.liveCounts, 'live-counts'),
      ]),
    );
    this.addWidgets(
      graph('How old records are when they are read (ms)', [
        ingest.events.stream.metricGetRecordsIteratorAgeMilliseconds(most('iterator age')),
      ]),
    );
  }

  private addFunctions({ ingest, live, quality }: PipelineDashboardProps): void {
    const functions: Readonly<Record<string, IFunction>> = {
      collect: ingest.collector.handler,
      'drain-overflow': ingest.overflow.drain,
      'count-viewers': live.countViewers.handler,
      'publish-counts': live.publishCounts.handler,
      'watch-quality': quality.watchQuality.handler,
    };
    const each = (metricOf: (fn: IFunction, label: string) => IMetric): readonly IMetric[] =>
      Object.entries(functions).map(([label, fn]) => metricOf(fn, label));
    this.addWidgets(
      graph(
        'Errors of functions',
        each((fn, label) => fn.metricErrors(sum(label))),
      ),
      graph(
        'Throttled functions',
        each((fn, label) => fn.metricThrottles(sum(label))),
      ),
      graph(
        'Calls a minute',
        each((fn, label) => fn.metricInvocations(sum(label))),
      ),
    );
    this.addWidgets(
      graph(
        'Duration, p99 (ms)',
        each((fn, label) => fn.metricDuration(percentile('p99', label))),
        { width: FULL_WIDTH },
      ),
    );
  }
}

const throttles = (table: TableV2, label: string): readonly IMetric[] => [
  table.metric('WriteThrottleEvents', sum(`${label}, writes`)),
  table.metric('ReadThrottleEvents', sum(`${label}, reads`)),
];
