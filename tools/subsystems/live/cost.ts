import { DEVICE_TYPES } from '../../../domain/families/viewing';
import { LIVE_METRICS } from '../../../domain/live';
import type { CostRegistration, FunctionLoad } from '../../cost/cost-registration';
import { type Limit, tableWritesLimit } from '../../cost/limit';
import { type Load, ratesOf } from '../../cost/load';
import type { StageTemplates } from '../../cost/stage-templates';
import { gbOf, INVOCATION_LOG_BYTES, logUsage, metricUsage, millionsPerMonth, type Usage } from '../../cost/usage';
import { streamAt } from '../ingest/stream';
import { countingAt, INSTANT_SECONDS } from './counting';
import { roundSeconds } from './rounds';

/** The largest number of titles in a published count, and the size of each, bytes. */
const PUBLISHED_TITLES = 1_000;
const TITLE_BYTES = 40;

/** How often an instant without new presence is published: when it begins, becomes complete, and closes. */
const QUIET_PUBLICATIONS = 3;

/**
 * How often the publisher reads an item of presence: every two seconds it reads the last five seconds, and the environment
 * that takes over reads the last minute once more.
 */
const READINGS = 5;

/** The number of minutes whose bounds a round reads: the current one and, in its first seconds, the one before. */
const BOUNDS_MINUTES = 1.1;

/** The number of metrics that publish-counts publishes even without viewers. */
const QUIET_METRICS = 3;

/**
 * A run of publish-counts starts in each minute. It takes three seconds longer, until the next one publishes; at rest it takes
 * the time of one round.
 */
const publisherAt = ({ concurrent }: Load): FunctionLoad => ({
  step: 'publish-counts',
  callsPerSecond: 1 / 60,
  concurrent: (concurrent > 0 ? 63 : 2) / 60,
});

/** The memory that the publisher needs per stream and open instant, bytes: docs/live-counts.md. */
const PUBLISHER_BYTES = 34;

/** The streams of an instant that publish-counts merges per second on one core: `npm run bench`. */
const MERGED_STREAMS_PER_SECOND = 1_400_000;

/** The number of instants that are still open. */
const openInstants = (templates: StageTemplates): number =>
  Number(templates.environment('publish-counts', 'CLOSE_AFTER_SECONDS')) / INSTANT_SECONDS + 2;

const saltsOf = (templates: StageTemplates): number => Number(templates.environment('count-viewers', 'PRESENCE_SALTS'));

/** DynamoDB: presence, written and read back, and the published counts. */
const tableUsage = (load: Load, templates: StageTemplates): readonly Usage[] => {
  const { presenceWrites } = countingAt(load, templates);
  const open = openInstants(templates);
  const units = 2 + Math.floor((Math.min(PUBLISHED_TITLES, load.concurrent) * TITLE_BYTES) / 1_024);
  const isBusy = ratesOf(load).events * roundSeconds(load) >= open; // then every open instant changes in every round
  const published = units * (isBusy ? open / roundSeconds(load) : QUIET_PUBLICATIONS / INSTANT_SECONDS);
  const queries = ((open + 1 + BOUNDS_MINUTES) * saltsOf(templates)) / roundSeconds(load);
  const reads = queries + (presenceWrites * READINGS) / 4; // a read unit is 4 KB, a write unit 1 KB
  const keepSeconds = Number(templates.environment('publish-counts', 'KEEP_COUNTS_SECONDS'));
  const kept = gbOf((keepSeconds / INSTANT_SECONDS) * units * 1_024);
  return [
    { what: 'writing presence', price: 'dynamodb.writesMillion', quantity: millionsPerMonth(presenceWrites) },
    {
      what: 'publishing counts',
      price: 'dynamodb.writesMillion',
      quantity: millionsPerMonth(published + 1 / roundSeconds(load)), // each round notes which run publishes
    },
    { what: 'reading presence', price: 'dynamodb.readsMillion', quantity: millionsPerMonth(reads) },
    { what: 'storage', price: 'dynamodb.gbMonth', quantity: kept },
  ];
};

const countingLimits = (load: Load, templates: StageTemplates): readonly Limit[] => {
  const { concurrent, presenceWrites } = countingAt(load, templates);
  const keyWrites = presenceWrites / saltsOf(templates) / 2; // nearly all writes go to the two newest instants
  return [
    {
      what: 'counting lanes of a shard',
      needed: concurrent / streamAt(load, templates).shards,
      limit: templates.eventSource('count-viewers').lanes,
      ...{ source: 'declared', raise: '`live.countingLanes` (at most 10)' },
    },
    {
      ...{ what: 'writes/s of a presence key', needed: keyWrites, limit: 1_000 },
      ...{ source: 'fixed', raise: '`live.presenceSalts`' },
    },
    tableWritesLimit('presence', presenceWrites),
  ];
};

const publishingLimits = (load: Load, templates: StageTemplates): readonly Limit[] => [
  {
    what: 'memory of publish-counts, GB',
    needed: (load.concurrent * openInstants(templates) * PUBLISHER_BYTES) / 1e9,
    limit: (templates.memoryMiB('publish-counts') * 2 ** 20) / 1e9,
    ...{ source: 'declared', raise: '`live.publisherMemoryMiB` (at most 10,240)' },
  },
  {
    what: 'streams/s that publish-counts merges',
    needed: load.concurrent / INSTANT_SECONDS,
    limit: MERGED_STREAMS_PER_SECOND,
    ...{ source: 'fixed', raise: 'a publisher per salt' },
  },
];

export default {
  functions: (load, templates) => {
    const { batches, concurrent } = countingAt(load, templates);
    return [{ step: 'count-viewers', callsPerSecond: batches, concurrent }, publisherAt(load)];
  },
  usage: (load, templates) => [
    ...tableUsage(load, templates),
    // Concurrent streams are also published per type of device.
    metricUsage(load, Object.keys(LIVE_METRICS).length + DEVICE_TYPES.length, QUIET_METRICS),
    ...logUsage(countingAt(load, templates).batches * INVOCATION_LOG_BYTES, templates),
  ],
  metricCalls: () => 1 / INSTANT_SECONDS,
  limits: (load, templates) => [...countingLimits(load, templates), ...publishingLimits(load, templates)],
} satisfies CostRegistration;
