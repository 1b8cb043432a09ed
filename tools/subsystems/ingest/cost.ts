import { INGEST_METRICS } from '../../../domain/ingest';
import type { CostRegistration } from '../../cost/cost-registration';
import type { Limit } from '../../cost/limit';
import { type Load, MONTH_SECONDS, ratesOf, REFUSED_SHARE } from '../../cost/load';
import type { StageTemplates } from '../../cost/stage-templates';
import {
  billedBytes,
  gbOf,
  gbPerMonth,
  INVOCATION_LOG_BYTES,
  logUsage,
  metricUsage,
  millionsPerMonth,
  type Usage,
} from '../../cost/usage';
import { bucketsOf, provisionedShards, streamAt } from './stream';
import { suppressedViewersUsage } from './suppressed-viewers';

/** The time from request to response, ms; nearly all of it are three parallel calls to Kinesis and SQS. Assumed. */
const COLLECT_MS = 25;

/** A response with its headers, bytes. */
const RESPONSE_BYTES = 400;

/** What the API logs per request, bytes. */
const ACCESS_LOG_BYTES = 190;

/** A watermark record, bytes. */
const WATERMARK_BYTES = 60;

/** The account's default quota of requests per second to HTTP APIs. */
const API_REQUESTS = 10_000;

const KB = 1_024;
const HOURS = MONTH_SECONDS / 3_600;

const concurrentCollects = (load: Load): number => (ratesOf(load).requests * COLLECT_MS) / 1_000;

/** Functions and delivery streams that read the stream. */
const streamReaders = (templates: StageTemplates): number =>
  templates.all('AWS::Lambda::EventSourceMapping').filter((node) => node.has('StartingPosition')).length +
  templates.all('AWS::KinesisFirehose::DeliveryStream').filter((node) => node.has('KinesisStreamSourceConfiguration'))
    .length;

/** The HTTP API: requests, and the transfer of its responses. */
const apiUsage = (load: Load): readonly Usage[] => {
  const { requests } = ratesOf(load);
  return [
    { what: 'requests', price: 'api.requestsMillion', quantity: millionsPerMonth(requests) },
    { what: 'responses to players', price: 'transfer.outGb', quantity: gbPerMonth(requests * RESPONSE_BYTES) },
  ];
};

/** The stream on demand: its volume, with each record rounded up to 1 KB. */
const onDemandUsage = (load: Load, templates: StageTemplates, extraHours: number): readonly Usage[] => {
  const { requests, recordBytes } = ratesOf(load);
  const { watermarks } = streamAt(load, templates);
  const inBytes = requests * billedBytes(recordBytes, KB) + watermarks * KB;
  const outBytes = (requests * recordBytes + watermarks * WATERMARK_BYTES) * streamReaders(templates);
  const keptGb = gbOf(requests * recordBytes * extraHours * 3_600);
  return [
    { what: 'in', price: 'kinesis.onDemandInGb', quantity: gbPerMonth(inBytes) },
    { what: 'out', price: 'kinesis.onDemandOutGb', quantity: gbPerMonth(outBytes) },
    { what: 'stream-hours', price: 'kinesis.onDemandStreamHour', quantity: HOURS },
    { what: 'retention beyond a day', price: 'kinesis.onDemandExtendedGbMonth', quantity: keptGb },
  ];
};

/** A provisioned stream: its shards, and its records in units of 25 KB. */
const provisionedUsage = (
  load: Load,
  templates: StageTemplates,
  shards: number,
  extraHours: number,
): readonly Usage[] => {
  const { requests, recordBytes } = ratesOf(load);
  const unit = 25 * KB;
  const units = (requests * billedBytes(recordBytes, unit)) / unit + streamAt(load, templates).watermarks;
  const retained = extraHours > 0 ? shards * HOURS : 0;
  return [
    { what: 'shards', price: 'kinesis.shardHour', quantity: shards * HOURS },
    { what: 'puts', price: 'kinesis.putUnitsMillion', quantity: millionsPerMonth(units) },
    { what: 'retention', price: 'kinesis.extendedShardHour', quantity: retained },
  ];
};

const streamUsage = (load: Load, templates: StageTemplates): readonly Usage[] => {
  const shards = provisionedShards(templates);
  const extraHours = Math.max(0, templates.first('AWS::Kinesis::Stream').number('RetentionPeriodHours') - 24);
  return shards === undefined
    ? onDemandUsage(load, templates, extraHours)
    : provisionedUsage(load, templates, shards, extraHours);
};

/** The cap of `collect`, if the stage reserves concurrency for it. */
const collectLimits = (load: Load, templates: StageTemplates): readonly Limit[] => {
  const limit = templates.functionOf('collect').optional('ReservedConcurrentExecutions');
  if (limit === undefined) return [];
  const needed = concurrentCollects(load);
  return [
    {
      ...{ what: 'concurrent executions of collect', needed, limit },
      ...{ source: 'declared', raise: '`reservedConcurrency.collect`' },
    },
  ];
};

const apiLimits = (load: Load, templates: StageTemplates): readonly Limit[] => {
  const { requests: needed } = ratesOf(load);
  const settings = templates.first('AWS::ApiGatewayV2::Stage').in('DefaultRouteSettings');
  return [
    {
      ...{ what: 'requests/s of the API', needed, limit: settings.number('ThrottlingRateLimit') },
      ...{ source: 'declared', raise: '`requestRateLimit`' },
    },
    {
      ...{ what: 'requests/s of the account', needed, limit: API_REQUESTS },
      ...{ source: 'quota', raise: 'API Gateway L-8A5B8E43' },
    },
  ];
};

const streamLimits = (load: Load, templates: StageTemplates): readonly Limit[] => {
  const { requests, recordBytes } = ratesOf(load);
  const { shards, records } = streamAt(load, templates);
  const readMb = ((requests * recordBytes) / shards / 1e6) * streamReaders(templates);
  return [
    {
      ...{ what: 'shards', needed: shards, limit: 20_000 },
      ...{ source: 'quota', raise: 'Kinesis; warm throughput before an event' },
    },
    {
      ...{ what: 'records/s of a bucket', needed: records / bucketsOf(templates), limit: 1_000 },
      ...{ source: 'fixed', raise: '`ingest.eventBuckets`' },
    },
    {
      ...{ what: 'MB/s read from a shard', needed: readMb, limit: 2 },
      ...{ source: 'fixed', raise: 'enhanced fan-out for `count-viewers`' },
    },
  ];
};

export default {
  functions: (load) => [
    { step: 'collect', callsPerSecond: ratesOf(load).requests, concurrent: concurrentCollects(load) },
  ],
  usage: (load, templates) => {
    const { events, requests } = ratesOf(load);
    const refused = events * REFUSED_SHARE;
    return [
      ...apiUsage(load),
      ...streamUsage(load, templates),
      suppressedViewersUsage(load, concurrentCollects(load)),
      { what: 'quarantine', price: 'firehose.inGb', quantity: gbPerMonth(refused * 5 * KB) },
      metricUsage(load, Object.keys(INGEST_METRICS).length),
      ...logUsage(requests * (INVOCATION_LOG_BYTES + ACCESS_LOG_BYTES), templates),
    ];
  },
  limits: (load, templates) => [
    ...apiLimits(load, templates),
    ...collectLimits(load, templates),
    ...streamLimits(load, templates),
  ],
} satisfies CostRegistration;
