import type { StageConfig } from '../../lib/stages';
import { StageTemplates, type Template } from '../../tools/cost/stage-templates';
import { SynthesizedStage } from './stacks';

const synthesized = new Map<StageConfig, StageTemplates>();

/** The templates of a configuration, as `npm run cost` reads them; synthesized once for each configuration. */
export const templatesOf = (config: StageConfig): StageTemplates => {
  const templates =
    synthesized.get(config) ??
    new StageTemplates(new SynthesizedStage(config).stacks.map((stack) => stack.toJSON() as Template));
  synthesized.set(config, templates);
  return templates;
};

type Properties = Readonly<Record<string, unknown>>;

const resource = (id: string, Type: string, properties: Properties = {}) =>
  [id, { Type, Properties: properties }] as const;

const functionOf = (step: string, environment: Readonly<Record<string, string>> = {}) =>
  resource(step, 'AWS::Lambda::Function', {
    FunctionName: `playhead-small-${step}`,
    MemorySize: 1_024,
    Environment: { Variables: environment },
  });

const eventSourceOf = (step: string, properties: Properties = {}) =>
  resource(`${step}-source`, 'AWS::Lambda::EventSourceMapping', {
    FunctionName: { Ref: step },
    ...{ BatchSize: 1_000, MaximumBatchingWindowInSeconds: 1, ParallelizationFactor: 2 },
    ...properties,
  });

const alarmOn = (id: string, metrics: number, Period: number) =>
  resource(id, 'AWS::CloudWatch::Alarm', {
    Metrics: Array.from({ length: metrics }, () => ({ MetricStat: { Period } })),
  });

const several = (count: number, type: string) =>
  Array.from({ length: count }, (_, index) => resource(`${type}-${index}`, type));

const FROM_STREAM = { StartingPosition: 'LATEST' };

const SMALL_RESOURCES = [
  resource('stream', 'AWS::Kinesis::Stream', { RetentionPeriodHours: 24 }),
  resource('api', 'AWS::ApiGatewayV2::Stage', { DefaultRouteSettings: { ThrottlingRateLimit: 1_000 } }),
  functionOf('collect', { EVENT_BUCKETS: '16', AUDITED_EVENTS: '*0', LEDGER_PERIOD_SECONDS: '900' }),
  functionOf('count-viewers', { PRESENCE_SALTS: '2' }),
  functionOf('publish-counts', { CLOSE_AFTER_SECONDS: '80', KEEP_COUNTS_SECONDS: '86400' }),
  functionOf('watch-quality', { CDNS: 'one,two,three' }),
  functionOf('detect-outages', { QUALITY_SUMS_SALTS: '1' }),
  functionOf('update-features'),
  functionOf('load-warehouse'),
  functionOf('curate', { CURATION_SLICES: '4', LATE_EVENTS_SHARE: '0.001', LATE_DATES_PER_RUN: '7' }),
  functionOf('reconcile', { TERMS: JSON.stringify({ mirrored: { blockMs: 3_600_000 } }) }),
  eventSourceOf('count-viewers', FROM_STREAM),
  eventSourceOf('update-features', FROM_STREAM),
  eventSourceOf('watch-quality'),
  resource('delivery', 'AWS::KinesisFirehose::DeliveryStream', {
    KinesisStreamSourceConfiguration: {},
    ExtendedS3DestinationConfiguration: { BufferingHints: { SizeInMBs: 64, IntervalInSeconds: 60 } },
  }),
  resource('lake', 'AWS::S3::Bucket', {
    LifecycleConfiguration: {
      Rules: [{ Transitions: [{ StorageClass: 'GLACIER_IR', TransitionInDays: 73 }] }],
    },
  }),
  resource('workgroup', 'AWS::RedshiftServerless::Workgroup', { BaseCapacity: 8 }),
  resource('usage-limit', 'Custom::RedshiftServerlessUsageLimit', { Create: JSON.stringify({ amount: 24 }) }),
  resource('schedule', 'AWS::Scheduler::Schedule', {
    ScheduleExpression: 'rate(15 minutes)',
    Target: { Arn: { Ref: 'load-warehouse' } },
  }),
  alarmOn('fast-alarm', 100, 10),
  alarmOn('alarm', 10, 60),
  ...several(1, 'AWS::CloudWatch::CompositeAlarm'),
  ...several(3, 'AWS::CloudWatch::Dashboard'),
  ...several(2, 'AWS::KMS::Key'),
  ...several(1, 'AWS::SecretsManager::Secret'),
  resource('log', 'AWS::Logs::LogGroup', { RetentionInDays: 7 }),
];

/** A small stage whose costs can be calculated by hand. */
export const SMALL = new StageTemplates([{ Resources: Object.fromEntries(SMALL_RESOURCES) }]);
