import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { StorageClass } from 'aws-cdk-lib/aws-s3';
import type { StageConfig } from './config';

/** The stage in which changes are tried first. It is cheap at rest; docs/deploying.md has its bill. */
export const dev: StageConfig = {
  name: 'dev',
  logRetention: RetentionDays.ONE_WEEK,
  removalPolicy: RemovalPolicy.DESTROY,
  terminationProtection: false,
  reservedConcurrency: { collect: 20 }, // 100 ms for each request at the full rate; usually one takes 25 ms
  alerts: {
    address: 'playhead-dev@example.com',
    docsUrl: 'https://code.example.com/playhead/blob/main/docs',
    monthlyBudgetUsd: 150,
  }, // twice what it costs at rest: some days of tests, or two of a flood,
  ingest: {
    streamCapacity: { mode: 'provisioned', shards: 1 }, // a third of the price of a stream on demand at rest
    streamRetention: Duration.hours(24),
    eventBuckets: 16,
    quarantineRetention: Duration.days(7),
    requestRateLimit: 200, // a test with 2,000 viewers
    requestBurstLimit: 200,
    allowedOrigins: ['*'],
  },
  live: {
    presenceSalts: 2,
    countingLanes: 2,
    publisherMemoryMiB: 1_769,
    closeAfter: Duration.seconds(90), // half of prod's: a demo shows closed instants while it runs
    restAfter: Duration.minutes(10),
    countRetention: Duration.days(1),
  },
  quality: {
    cdns: ['cdn-a'], // each CDN adds eight cohorts of metrics
    limits: {
      startFailureRatio: 0.05,
      playbackFailureRatio: 0.05,
      rebufferingRatio: 0.1,
      slowStartRatio: 0.1,
    },
    slowStart: Duration.seconds(8),
    pollers: 0,
    detectorMemoryMiB: 256,
    sumsSalts: 1,
  },
  lake: {
    buffer: { size: Size.mebibytes(64), interval: Duration.seconds(20) }, // small objects, because one machine converts them beside all other work
    tiers: [{ storageClass: StorageClass.INTELLIGENT_TIERING, after: Duration.days(0) }],
    noncurrentRetention: Duration.days(1),
    accessLogRetention: Duration.days(7),
    queryResultRetention: Duration.days(1),
    analystCutoff: Size.gibibytes(10),
    curationCutoff: Size.gibibytes(100),
    curationSlices: 1,
    lateEvents: { rewriteFromShare: 0, datesPerRun: 31 }, // no date waits
    supersededRunGrace: Duration.hours(1),
  },
  features: { lanes: 2, retention: Duration.days(90) },
  ledger: {
    auditedSuffix: '0', // one event in 16: a note is a write, and one machine has few cores
    period: Duration.minutes(1), // a demo shows what the ledger finds while it runs
    salts: 1,
    paths: {
      counted: { from: Duration.seconds(30), within: Duration.minutes(3) },
      raw: { from: Duration.seconds(60), within: Duration.minutes(5) },
      curated: { from: Duration.seconds(60), within: Duration.hours(60) },
      // load-warehouse runs every quarter of an hour in dev too, and each query is billed for a minute of the
      // warehouse.
      mirrored: { block: Duration.hours(1), from: Duration.minutes(20), within: Duration.minutes(60) },
      quarantined: { from: Duration.seconds(60), within: Duration.minutes(5) },
    },
    cutoff: Size.gibibytes(10),
    lookBack: Duration.days(4),
  },
  warehouse: {
    zoneIds: ['use1-az1', 'use1-az2', 'use1-az4'],
    baseRpus: 4,
    maxRpus: 8,
    dailyRpuHours: 12,
    longestQuery: Duration.minutes(5),
  },
};
