import type { Declared } from './declared';
import { type Load, ratesOf } from './load';
import { MEASURED } from './measured';
import { loadSeconds } from './services/warehouse';
import { INSTANT_SECONDS, workAt } from './steps';

/** Whose a limit is: what the stage declares, what AWS gives an account until it is asked for more, or what can't be raised. */
type Whose = 'declared' | 'quota' | 'fixed';

/** One thing that a load may exhaust. */
export interface Limit {
  readonly what: string;
  /** What the load asks for. */
  readonly needed: number;
  readonly limit: number;
  readonly whose: Whose;
  /** What to raise before it is reached. */
  readonly raise: string;
}

/** A publisher keeps this much of each stream and open instant at most, bytes: docs/live-counts.md. */
const PUBLISHER_BYTES = 34;

/** Requests/s of the account's HTTP APIs, functions at a time, writes/s of an on-demand table, calls/s of PutMetricData. */
const QUOTAS = { requests: 10_000, concurrency: 1_000, tableWrites: 40_000, putMetricData: 500 } as const;

/** Messages of a standard queue that are received and not yet deleted. */
const IN_FLIGHT = 120_000;

/** A poller of a queue makes ten calls a second, of ten messages each. */
const POLLER_MESSAGES = 100;
/** Lambda's own pollers go up to so many functions at a time. */
const UNPROVISIONED = 1_250;

/** Everything that a load may exhaust, in the order in which events pass it. */
export const limitsAt = (load: Load, declared: Declared): readonly Limit[] => [
  ...edgeLimits(load, declared),
  ...streamLimits(load, declared),
  ...countLimits(load, declared),
  ...featuresLimits(load, declared),
  ...qualityLimits(load, declared),
  ...warehouseLimits(load, declared),
];

const edgeLimits = (load: Load, declared: Declared): readonly Limit[] => {
  const { requests } = ratesOf(load);
  const { count, watch, features } = workAt(load, declared);
  const functions =
    (requests * MEASURED.collectMs) / 1_000 + count.concurrent + watch.concurrent + features.concurrent + 2;
  return [
    {
      what: 'requests/s of the API',
      needed: requests,
      limit: declared.requestRateLimit,
      whose: 'declared',
      raise: '`requestRateLimit`',
    },
    {
      what: 'requests/s of the account',
      needed: requests,
      limit: QUOTAS.requests,
      whose: 'quota',
      raise: 'API Gateway L-8A5B8E43',
    },
    {
      what: 'functions at a time',
      needed: functions,
      limit: QUOTAS.concurrency,
      whose: 'quota',
      raise: 'Lambda L-B99A9384',
    },
  ];
};

const streamLimits = (load: Load, declared: Declared): readonly Limit[] => {
  const { requests, recordBytes } = ratesOf(load);
  const { shards, records } = workAt(load, declared);
  const shardBytes = (requests * recordBytes) / shards;
  return [
    {
      what: 'shards',
      needed: shards,
      limit: 20_000,
      whose: 'quota',
      raise: 'Kinesis; warm throughput before an event',
    },
    {
      what: 'records/s of a bucket',
      needed: records / declared.buckets,
      limit: 1_000,
      whose: 'fixed',
      raise: '`eventBuckets`',
    },
    {
      what: 'MB/s read from a shard',
      needed: (shardBytes * declared.streamReaders) / 1e6,
      limit: 2,
      whose: 'fixed',
      raise: 'enhanced fan-out for `count-viewers`',
    },
  ];
};

const countLimits = (load: Load, declared: Declared): readonly Limit[] => {
  const { count, presenceWrites, shards } = workAt(load, declared);
  const { lanes } = declared.eventSource('count-viewers');
  const openInstants = declared.closeAfterSeconds / INSTANT_SECONDS + 2;
  return [
    {
      what: 'counting lanes of a shard',
      needed: count.concurrent / shards,
      limit: lanes,
      whose: 'declared',
      raise: '`countingLanes` (at most 10)',
    },
    {
      what: 'writes/s of a presence key',
      // All but the progress of a batch goes to the newest instants.
      needed: presenceWrites / declared.salts / 2,
      limit: 1_000,
      whose: 'fixed',
      raise: '`presenceSalts`',
    },
    {
      what: 'writes/s of the presence table',
      needed: presenceWrites,
      limit: QUOTAS.tableWrites,
      whose: 'quota',
      raise: 'DynamoDB L-34F6A552; warm throughput before an event',
    },
    {
      what: 'GB of publish-counts',
      needed: (load.concurrent * openInstants * PUBLISHER_BYTES) / 1e9,
      limit: (declared.memoryMiB('publish-counts') * 2 ** 20) / 1e9,
      whose: 'declared',
      raise: '`publisherMemoryMiB` (at most 10,240)',
    },
    {
      what: 'streams/s that publish-counts unites',
      needed: load.concurrent / INSTANT_SECONDS,
      limit: MEASURED.unitedStreamsPerSecond,
      whose: 'fixed',
      raise: 'a publisher per salt',
    },
  ];
};

const featuresLimits = (load: Load, declared: Declared): readonly Limit[] => [
  {
    what: 'writes/s of the features table',
    needed: workAt(load, declared).features.viewers,
    limit: QUOTAS.tableWrites,
    whose: 'quota',
    raise: 'DynamoDB L-34F6A552; warm throughput before an event',
  },
];

const qualityLimits = (load: Load, declared: Declared): readonly Limit[] => {
  const { requests } = ratesOf(load);
  const { watch } = workAt(load, declared);
  const { windowSeconds, pollers } = declared.eventSource('watch-quality');
  const settled = windowSeconds + watch.msPerBatch / 1_000;
  return [
    {
      what: 'quality reports in flight',
      needed: requests * settled,
      limit: IN_FLIGHT,
      whose: 'quota',
      raise: 'SQS, through support; fewer reports where players batch',
    },
    {
      what: 'pollers of quality reports',
      needed: requests / POLLER_MESSAGES,
      limit: pollers.max > 0 ? pollers.max : UNPROVISIONED,
      whose: pollers.max > 0 ? 'declared' : 'fixed',
      raise: '`qualityPollers`',
    },
    {
      what: 'calls/s that publish metrics',
      needed: watch.batches + 2 / INSTANT_SECONDS,
      limit: QUOTAS.putMetricData,
      whose: 'quota',
      raise: 'CloudWatch, PutMetricData',
    },
  ];
};

const warehouseLimits = (load: Load, declared: Declared): readonly Limit[] => {
  const { baseRpus, dailyRpuHours, everySeconds } = declared.warehouse;
  const seconds = loadSeconds(load, declared);
  return [
    {
      what: 'seconds that a run of load-warehouse works',
      needed: seconds,
      limit: everySeconds,
      whose: 'declared',
      raise: '`baseRpus`',
    },
    {
      what: 'RPU-hours that mirroring takes a day',
      needed: ((86_400 / everySeconds) * seconds * baseRpus) / 3_600,
      limit: dailyRpuHours,
      whose: 'declared',
      raise: '`dailyRpuHours`',
    },
  ];
};
