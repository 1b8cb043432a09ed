import { Duration } from 'aws-cdk-lib';
import { AlarmStatusWidget, Dashboard, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { METRICS } from '../../domain/metrics';
import type { StageConfig } from '../config';
import { ownMetric } from '../constructs/metrics';
import type { PipelineAlarms } from '../constructs/pipeline-alarms';
import type { IngestStack } from '../ingest-stack';
import type { LiveStack } from '../live-stack';
import type { QualityStack } from '../quality-stack';
import { FULL_WIDTH, graph } from './widgets';

/** Properties of a {@link PipelineDashboard}. */
export interface PipelineDashboardProps {
  readonly stage: StageConfig;
  readonly ingest: IngestStack;
  readonly live: LiveStack;
  readonly quality: QualityStack;
  readonly alarms: PipelineAlarms;
}

/** What AWS publishes, it publishes by the minute. */
const MINUTE = Duration.minutes(1);
const sum = (label: string) => ({ period: MINUTE, statistic: 'Sum', label });
const most = (label: string) => ({ period: MINUTE, statistic: 'Maximum', label });

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

  private addIntake({ stage, ingest: { collector, events } }: PipelineDashboardProps): void {
    const { api } = collector;
    this.addWidgets(
      graph('Events, every 10 s', [
        ownMetric(stage, METRICS.acceptedEvents, { label: 'accepted' }),
        ownMetric(stage, METRICS.refusedEvents, { label: 'refused' }),
        ownMetric(stage, METRICS.lateEvents, { label: 'late for the alarms' }),
      ]),
      graph('Requests a minute', [
        api.metricCount(sum('requests')),
        api.metricClientError(sum('4xx')),
        api.metricServerError(sum('5xx')),
      ]),
      graph('Latency of the collector (ms)', [
        api.metricLatency({ period: MINUTE, statistic: 'p50', label: 'p50' }),
        api.metricLatency({ period: MINUTE, statistic: 'p99', label: 'p99' }),
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
      graph('Refused events to the quarantine a minute', [
        quarantine.deliveryStream.metric('IncomingRecords', sum('records')),
      ]),
      graph('Oldest refused event not yet stored (s)', [
        quarantine.deliveryStream.metric('DeliveryToS3.DataFreshness', most('freshness')),
      ]),
    );
  }

  private addFreshness({ stage, live, ingest }: PipelineDashboardProps): void {
    this.addWidgets(
      graph('How far count-viewers is behind (ms)', [
        live.countViewers.handler.metric('IteratorAge', most('iterator age')),
      ]),
      graph('Freshness (ms)', [
        ownMetric(stage, METRICS.liveCountsDelay, { statistic: 'Maximum', label: 'live counts' }),
        ownMetric(stage, METRICS.qualityDelay, { statistic: 'Maximum', label: 'playback quality' }),
      ]),
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
        each((fn, label) => fn.metricDuration({ period: MINUTE, statistic: 'p99', label })),
        { width: FULL_WIDTH },
      ),
    );
  }
}

const throttles = (table: TableV2, label: string): readonly IMetric[] => [
  table.metric('WriteThrottleEvents', sum(`${label}, writes`)),
  table.metric('ReadThrottleEvents', sum(`${label}, reads`)),
];
