import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, type IMetric, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { StageConfig } from '../stages/config';
import type { WarehouseStack } from '../warehouse/warehouse-stack';
import type { ErasureStack } from '../erasure/erasure-stack';
import type { FeaturesStack } from '../features/features-stack';
import type { IngestStack } from '../ingest/ingest-stack';
import type { LakeStack } from '../lake/lake-stack';
import type { LiveStack } from '../live/live-stack';
import type { AlarmTopic } from '../foundation/alarm-topic';
import { erasureAlarms } from '../erasure/erasure-alarms';
import { featuresAlarms } from '../features/features-alarms';
import { lakeAlarms } from '../lake/lake-alarms';
import { MAXIMUM_BY_MINUTE, SUM_BY_MINUTE } from '../foundation/metrics';
import { OperationalAlarm, type OperationalAlarmProps } from '../foundation/operational-alarm';
import { warehouseAlarms } from '../warehouse/warehouse-alarms';

/** Properties of {@link PipelineAlarms}. */
export interface PipelineAlarmsProps {
  readonly stage: StageConfig;
  readonly ingest: IngestStack;
  readonly live: LiveStack;
  readonly lake: LakeStack;
  readonly warehouse: WarehouseStack;
  readonly erasure: ErasureStack;
  readonly features: FeaturesStack;
  readonly topic: AlarmTopic;
}

/** An alarm of the pipeline, as far as it differs from the others. */
export type Watched = Pick<OperationalAlarmProps, 'metric' | 'threshold' | 'meaning' | 'impact' | 'runbook'> &
  Partial<Pick<OperationalAlarmProps, 'comparisonOperator' | 'evaluationPeriods' | 'treatMissingData'>>;

/** Whether the pipeline itself works: on the metrics of the services it stands on, by the minute, each telling people by itself. */
export class PipelineAlarms extends Construct {
  readonly all: readonly OperationalAlarm[];

  constructor(scope: Construct, id: string, { stage, topic, ...stacks }: PipelineAlarmsProps) {
    super(scope, id);
    const { ingest, live, lake, features, warehouse, erasure } = stacks;
    const watched = {
      ...queueAlarms(ingest),
      ...edgeAlarms(ingest),
      ...liveAlarms(live),
      ...lakeAlarms(lake),
      ...warehouseAlarms(warehouse),
      ...erasureAlarms(erasure),
      ...featuresAlarms(features),
    };
    this.all = Object.entries(watched).map(([name, props]) => {
      const alarm = new OperationalAlarm(this, name, {
        alarmName: `playhead-${stage.name}-${name}`,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluationPeriods: 1,
        treatMissingData: TreatMissingData.NOT_BREACHING,
        ...props,
      });
      alarm.addAlarmAction(topic.action);
      alarm.addOkAction(topic.action);
      return alarm;
    });
  }
}

const depth = (queue: Queue): IMetric => queue.metricApproximateNumberOfMessagesVisible(MAXIMUM_BY_MINUTE);
const age = (queue: Queue): IMetric => queue.metricApproximateAgeOfOldestMessage(MAXIMUM_BY_MINUTE);

const queueAlarms = ({ quality, overflow }: IngestStack): Readonly<Record<string, Watched>> => ({
  'quality-dead-letters': {
    metric: depth(quality.deadLetters),
    threshold: 0,
    meaning: 'Quality reports could not be folded.',
    impact: 'The alarms on playback saw less than there was.',
    runbook: 'messages-among-the-quality-dead-letters',
  },
  'quality-queue-age': {
    metric: age(quality.queue),
    threshold: 60,
    meaning: 'Quality reports wait for more than a minute.',
    impact: 'The alarms on playback come late, or not at all.',
    runbook: 'quality-reports-are-late',
  },
  'overflow-dead-letters': {
    metric: depth(overflow.deadLetters),
    threshold: 0,
    meaning: 'Accepted events did not get back into their stream for half a day.',
    impact: 'They are in no count and not in the lake until they are redriven.',
    runbook: 'messages-among-the-overflow-dead-letters',
  },
  'overflow-queue-age': {
    metric: age(overflow.queue),
    threshold: 60,
    evaluationPeriods: 3,
    meaning: 'A stream has refused events for minutes; they wait in the overflow queue.',
    impact: 'Live counts stay incomplete, and every reader of the stream is behind.',
    runbook: 'messages-stay-in-the-overflow-queue',
  },
});

const edgeAlarms = ({ collector, quarantine }: IngestStack): Readonly<Record<string, Watched>> => ({
  'collector-errors': {
    metric: new MathExpression({
      expression: 'IF(requests >= 100, errors / requests)',
      usingMetrics: {
        requests: collector.api.metricCount(SUM_BY_MINUTE),
        errors: collector.api.metricServerError(SUM_BY_MINUTE),
      },
      period: Duration.minutes(1),
      label: '5xx ratio',
    }),
    threshold: 0.01,
    evaluationPeriods: 2,
    meaning: 'More than one request in a hundred is answered 5xx.',
    impact: 'Players keep their events and come back; those that close meanwhile lose them.',
    runbook: 'the-collector-answers-503',
  },
  'quarantine-freshness': {
    metric: quarantine.metricFreshness(),
    threshold: 900,
    meaning: 'Refused events have waited for a quarter of an hour to be stored.',
    impact: 'Nobody can see why events are refused.',
    runbook: 'refused-events-do-not-arrive',
  },
});

const liveAlarms = ({ countViewers, publishCounts }: LiveStack): Readonly<Record<string, Watched>> => ({
  'counting-lags': {
    metric: countViewers.metricIteratorAge(),
    threshold: 60_000,
    evaluationPeriods: 2,
    meaning: 'count-viewers is more than a minute behind the stream.',
    impact: 'Operations sees old counts; from a quarter of an hour on batches are given up and kept in a bucket.',
    runbook: 'counting-lags',
  },
  'failed-batches': {
    metric: countViewers.metricGivenUp(),
    threshold: 0,
    meaning: 'count-viewers gave batches up, after a quarter of an hour of trying.',
    impact: 'The instants of those batches are short of their sessions.',
    runbook: 'objects-in-the-failed-batches-bucket',
  },
  'unreadable-records': {
    metric: countViewers.metricUnreadable(),
    threshold: 0,
    meaning: 'A record of the stream is not what collect writes, and was set aside.',
    impact:
      'None, if a stranger wrote it; if collect did, its events are in no count, in no features and not in the lake.',
    runbook: 'records-of-the-stream-can-not-be-read',
  },
  'counts-not-published': {
    metric: publishCounts.handler.metricInvocations(SUM_BY_MINUTE),
    threshold: 1,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: 3,
    treatMissingData: TreatMissingData.BREACHING,
    meaning: 'publish-counts has not run for three minutes.',
    impact: 'Operations sees no live counts.',
    runbook: 'counts-are-not-published',
  },
});
