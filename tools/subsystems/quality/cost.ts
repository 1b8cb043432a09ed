import { COHORT_DEVICES, COHORT_METRICS, NAMED_CODES, QUALITY_METRICS } from '../../../domain/quality';
import type { CostRegistration, FunctionLoad } from '../../cost/cost-registration';
import { type Limit, tableWritesLimit } from '../../cost/limit';
import { type Load, MONTH_SECONDS, ratesOf } from '../../cost/load';
import type { EventSource, StageTemplates } from '../../cost/stage-templates';
import { DATA_PER_CALL } from '../../cost/metric-calls';
import {
  billedBytes,
  INVOCATION_LOG_BYTES,
  logUsage,
  metricUsage,
  millionsPerMonth,
  type Usage,
} from '../../cost/usage';

/** The time that watch-quality needs per event, ms: `npm run bench`, on one core. */
const EVENT_MS = 0.002;

/** The time that watch-quality needs per batch to call DynamoDB and CloudWatch, ms. Assumed. */
const BATCH_MS = 70;

/** Messages of a standard queue that are received and not yet deleted. */
const IN_FLIGHT = 120_000;

/**
 * A poller of a queue makes ten calls per second with ten messages each.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
const POLLER_MESSAGES = 100;

/** The pollers that Lambda starts with, and the most concurrent functions with Lambda's own pollers. */
const UNPROVISIONED_POLLERS = 5;
const UNPROVISIONED = 1_250;

/** All players, its type of device, its CDN, and the combination of the two. */
const COHORTS_OF_AN_EVENT = 4;

/** How often an environment of watch-quality stores its error codes and reads the ranking, s. */
const ERRORS_SECONDS = 20;

/** The size of an environment's error codes, and of the ranking, deflated, bytes. Assumed: 20 codes. */
const ERRORS_BYTES = 4_000;

/** Messages per call of ReceiveMessage or DeleteMessageBatch. */
const MESSAGES_PER_CALL = 10;

/** The pollers of a queue at a rate of messages. */
const pollersOf = (messages: number, { pollers }: EventSource): number =>
  Math.max(pollers.min > 0 ? pollers.min : UNPROVISIONED_POLLERS, messages / POLLER_MESSAGES);

/** Batches per second: each poller gathers its own, so a batch has what one poller receives in the window. */
const batchesOf = (messages: number, source: EventSource): number =>
  Math.max(
    messages / source.batchSize,
    Math.min(messages, pollersOf(messages, source) / Math.max(1, source.windowSeconds)),
  );

/** watch-quality at a load; rates are per second. */
const watchingAt = (load: Load, templates: StageTemplates) => {
  const { events, requests } = ratesOf(load);
  const batches = batchesOf(requests, templates.eventSource('watch-quality'));
  const msPerBatch = batches > 0 ? BATCH_MS + (events / batches) * EVENT_MS : 0;
  return { batches, msPerBatch, concurrent: (batches * msPerBatch) / 1_000 };
};

/** The number of metrics: each cohort is all players, a type of device, a CDN, or a combination of the two. */
export const qualityMetrics = (templates: StageTemplates): number => {
  const devices = COHORT_DEVICES.length;
  const cdns = templates.environment('watch-quality', 'CDNS').split(',').length + 1; // all other CDNs form one cohort
  const cohorts = 1 + devices + cdns + devices * cdns;
  return cohorts * Object.keys(COHORT_METRICS).length + Object.keys(QUALITY_METRICS).length;
};

/** The metric data that a batch publishes: each event is in four cohorts, and a batch has seldom all of them at low loads. */
const dataPerBatch = (events: number, templates: StageTemplates): number =>
  Math.min(
    qualityMetrics(templates),
    COHORTS_OF_AN_EVENT * events * Object.keys(COHORT_METRICS).length + Object.keys(QUALITY_METRICS).length,
  );

/** A run of detect-outages starts in each minute, and takes three seconds longer, until the next one takes over. */
const DETECTION: FunctionLoad = { step: 'detect-outages', callsPerSecond: 1 / 60, concurrent: 63 / 60 };

/** How often detect-outages judges, s. */
const ROUND_SECONDS = 2;

/**
 * How often detect-outages reads the sums of a batch: every two seconds it reads the last 14 seconds, and the environment that
 * takes over reads the last three minutes once more.
 */
const READINGS = 10;

/** The size of a batch's sums, deflated, and of each report in them, bytes. A thousand heartbeats of 90 titles take 610 bytes. */
const SUMS_BYTES = 600;
const SUMS_BYTES_PER_REPORT = 1;

/** The write units of the sums of all batches, per second. */
const sumsWrites = (load: Load, templates: StageTemplates): number => {
  const { batches } = watchingAt(load, templates);
  const reports = batches > 0 ? ratesOf(load).requests / batches : 0;
  return batches * Math.ceil((SUMS_BYTES + reports * SUMS_BYTES_PER_REPORT) / 1_024);
};

/** DynamoDB: the sums, written and read back, and the state of the detection. */
const sumsUsage = (load: Load, templates: StageTemplates): readonly Usage[] => {
  const writes = sumsWrites(load, templates);
  const salts = Number(templates.environment('detect-outages', 'QUALITY_SUMS_SALTS'));
  return [
    {
      what: 'writing quality sums',
      price: 'dynamodb.writesMillion',
      quantity: millionsPerMonth(writes + 1 / ROUND_SECONDS), // each round stores the state
    },
    {
      what: 'reading quality sums',
      price: 'dynamodb.readsMillion',
      quantity: millionsPerMonth((writes * READINGS) / 4 + (2 * salts) / ROUND_SECONDS), // a read unit is 4 KB, a write unit 1 KB
    },
  ];
};

/** SQS: each report is sent alone; the pollers receive and delete ten reports per call. */
const queueUsage = (load: Load, templates: StageTemplates): readonly Usage[] => {
  const sent = millionsPerMonth(ratesOf(load).requests);
  const source = templates.eventSource('watch-quality');
  const pollers = source.pollers.min > 0 ? pollersOf(ratesOf(load).requests, source) : 0;
  return [
    { what: 'sending quality reports', price: 'sqs.requestsMillion', quantity: sent },
    {
      what: 'receiving and deleting quality reports',
      price: 'sqs.requestsMillion',
      quantity: (2 * sent) / MESSAGES_PER_CALL,
    },
    {
      what: 'pollers of watch-quality',
      price: 'lambda.pollerHour',
      quantity: (pollers * MONTH_SECONDS) / 3_600,
    },
  ];
};

/**
 * DynamoDB: each environment of watch-quality stores its error codes and reads the ranking; one of them reads the codes of all
 * and stores the next ranking.
 */
const errorCodesUsage = (load: Load, templates: StageTemplates): readonly Usage[] => {
  const { batches, concurrent } = watchingAt(load, templates);
  const environments = batches > 0 ? Math.max(1, Math.ceil(concurrent)) : 0;
  const perSecond = (environments + Math.min(1, environments)) / ERRORS_SECONDS;
  return [
    {
      what: 'writing error codes',
      price: 'dynamodb.writesMillion',
      quantity: millionsPerMonth((perSecond * billedBytes(ERRORS_BYTES, 1_024)) / 1_024),
    },
    {
      what: 'reading error codes',
      price: 'dynamodb.readsMillion',
      // The ranking for each environment, and the codes of each environment for the one that ranks.
      quantity: millionsPerMonth((2 * environments * billedBytes(ERRORS_BYTES, 4_096)) / 4_096 / 2 / ERRORS_SECONDS),
    },
  ];
};

const limitsAt = (load: Load, templates: StageTemplates): readonly Limit[] => {
  const { requests } = ratesOf(load);
  const { msPerBatch } = watchingAt(load, templates);
  const { windowSeconds, pollers } = templates.eventSource('watch-quality');
  return [
    {
      what: 'quality reports in flight',
      needed: requests * (windowSeconds + msPerBatch / 1_000),
      limit: IN_FLIGHT,
      ...{ source: 'quota', raise: 'SQS, through support; fewer reports if players batch' },
    },
    {
      what: 'writes/s of a key of quality sums',
      needed: sumsWrites(load, templates) / Number(templates.environment('detect-outages', 'QUALITY_SUMS_SALTS')),
      ...{ limit: 1_000, source: 'fixed', raise: '`quality.sumsSalts`' },
    },
    tableWritesLimit('quality-sums', sumsWrites(load, templates)),
    {
      what: 'pollers of quality reports',
      needed: requests / POLLER_MESSAGES,
      ...(pollers.max > 0 ? { limit: pollers.max, source: 'declared' } : { limit: UNPROVISIONED, source: 'fixed' }),
      raise: '`quality.pollers`',
    },
  ];
};

export default {
  functions: (load, templates) => {
    const { batches, concurrent } = watchingAt(load, templates);
    return [{ step: 'watch-quality', callsPerSecond: batches, concurrent }, DETECTION];
  },
  usage: (load, templates) => {
    const { batches } = watchingAt(load, templates);
    return [
      ...queueUsage(load, templates),
      ...errorCodesUsage(load, templates),
      ...sumsUsage(load, templates),
      metricUsage(load, qualityMetrics(templates) + NAMED_CODES + 1), // and the code "other"
      ...logUsage(batches * INVOCATION_LOG_BYTES, templates),
    ];
  },
  metricCalls: (load, templates) => {
    const { batches } = watchingAt(load, templates);
    const data = batches > 0 ? dataPerBatch(ratesOf(load).events / batches, templates) : 0;
    return batches * Math.ceil(data / DATA_PER_CALL) + 1 / ROUND_SECONDS;
  },
  limits: limitsAt,
} satisfies CostRegistration;
