import { DEVICE_TYPES } from '../../../domain/families/viewing';
import { COHORT_METRICS, QUALITY_METRICS } from '../../../domain/quality';
import type { CostRegistration, FunctionLoad } from '../../cost/cost-registration';
import type { Limit } from '../../cost/limit';
import { type Load, MONTH_SECONDS, ratesOf } from '../../cost/load';
import type { EventSource, StageTemplates } from '../../cost/stage-templates';
import { DATA_PER_CALL } from '../../cost/metric-calls';
import { INVOCATION_LOG_BYTES, logUsage, metricUsage, millionsPerMonth, type Usage } from '../../cost/usage';

/** The time that watch-quality needs per event, ms: `npm run bench`, on one core. */
const EVENT_MS = 0.002;

/** The time that watch-quality needs per batch to send its totals, and publish-quality to call CloudWatch, ms. Assumed. */
const SEND_MS = 20;
const PUBLISH_MS = 60;

/** The time that publish-quality needs per message, ms: as many cohorts as events in a usual batch. Assumed. */
const MESSAGE_MS = 0.2;

/** Messages of a standard queue that are received and not yet deleted. */
const IN_FLIGHT = 120_000;

/**
 * A poller of a queue makes ten calls per second with ten messages each.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
const POLLER_MESSAGES = 100;

/** The batches that Lambda's own pollers gather at the same time at low rates, and the most concurrent functions with them. */
const UNPROVISIONED_POLLERS = 5;
const UNPROVISIONED = 1_250;

/** All players, its type of device, its CDN, and the combination of the two. */
const COHORTS_OF_AN_EVENT = 4;

/** Messages per call of ReceiveMessage or DeleteMessageBatch. */
const MESSAGES_PER_CALL = 10;

/** The pollers of a step's queue at a rate of messages. */
const pollersOf = (messages: number, { pollers }: EventSource): number =>
  Math.max(pollers.min > 0 ? pollers.min : UNPROVISIONED_POLLERS, messages / POLLER_MESSAGES);

/** Batches per second: each poller gathers its own, so a batch has what one poller receives in the window, not what the queue has. */
const batchesOf = (messages: number, source: EventSource): number =>
  Math.max(
    messages / source.batchSize,
    Math.min(messages, pollersOf(messages, source) / Math.max(1, source.windowSeconds)),
  );

interface Batches {
  readonly batches: number;
  readonly msPerBatch: number;
}

const loadOf = (step: string, { batches, msPerBatch }: Batches): FunctionLoad => ({
  ...{ step, callsPerSecond: batches },
  concurrent: (batches * msPerBatch) / 1_000,
});

/** watch-quality at a load; rates are per second. */
const watchingAt = (load: Load, templates: StageTemplates): Batches => {
  const { events, requests } = ratesOf(load);
  const batches = batchesOf(requests, templates.eventSource('watch-quality'));
  return { batches, msPerBatch: batches > 0 ? SEND_MS + (events / batches) * EVENT_MS : 0 };
};

/** publish-quality at a load: each batch of watch-quality is one message. */
const publishingAt = (load: Load, templates: StageTemplates): Batches => {
  const { batches: messages } = watchingAt(load, templates);
  const batches = batchesOf(messages, templates.eventSource('publish-quality'));
  return { batches, msPerBatch: batches > 0 ? PUBLISH_MS + (messages / batches) * MESSAGE_MS : 0 };
};

/** The number of metrics: each cohort is all players, a type of device, a CDN, or a combination of the two. */
export const qualityMetrics = (templates: StageTemplates): number => {
  const devices = DEVICE_TYPES.length;
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

/** SQS: each report and each batch's totals are sent alone; the pollers receive and delete ten messages per call. */
const queueUsage = (load: Load, templates: StageTemplates): readonly Usage[] => {
  const { requests } = ratesOf(load);
  const sent = millionsPerMonth(requests);
  const totals = millionsPerMonth(watchingAt(load, templates).batches);
  const source = templates.eventSource('watch-quality');
  const pollers = source.pollers.min > 0 ? pollersOf(requests, source) : 0;
  return [
    { what: 'sending quality reports', price: 'sqs.requestsMillion', quantity: sent },
    {
      what: 'receiving and deleting quality reports',
      price: 'sqs.requestsMillion',
      quantity: (2 * sent) / MESSAGES_PER_CALL,
    },
    {
      what: 'totals of quality reports',
      price: 'sqs.requestsMillion',
      quantity: totals * (1 + 2 / MESSAGES_PER_CALL),
    },
    {
      what: 'pollers of watch-quality',
      price: 'lambda.pollerHour',
      quantity: (pollers * MONTH_SECONDS) / 3_600,
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
      what: 'pollers of quality reports',
      needed: requests / POLLER_MESSAGES,
      ...(pollers.max > 0 ? { limit: pollers.max, source: 'declared' } : { limit: UNPROVISIONED, source: 'fixed' }),
      raise: '`quality.pollers`',
    },
  ];
};

export default {
  functions: (load, templates) => [
    loadOf('watch-quality', watchingAt(load, templates)),
    loadOf('publish-quality', publishingAt(load, templates)),
  ],
  usage: (load, templates) => {
    const invocations = watchingAt(load, templates).batches + publishingAt(load, templates).batches;
    return [
      ...queueUsage(load, templates),
      metricUsage(load, qualityMetrics(templates)),
      ...logUsage(invocations * INVOCATION_LOG_BYTES, templates),
    ];
  },
  metricCalls: (load, templates) => {
    const { batches } = publishingAt(load, templates);
    const data = batches > 0 ? dataPerBatch(ratesOf(load).events / batches, templates) : 0;
    return batches * Math.ceil(data / DATA_PER_CALL);
  },
  limits: limitsAt,
} satisfies CostRegistration;
