import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { StorageClass } from 'aws-cdk-lib/aws-s3';
import type { StageConfig } from './config';

/** Like prod, but smaller: where a release is tested. */
export const staging: StageConfig = {
  name: 'staging',
  logRetention: RetentionDays.ONE_MONTH,
  removalPolicy: RemovalPolicy.DESTROY,
  terminationProtection: false,
  reservedConcurrency: { collect: 50 },
  alerts: {
    address: 'playhead-staging@example.com',
    docsUrl: 'https://code.example.com/playhead/blob/main/docs',
    monthlyBudgetUsd: 400,
  }, // twice what it costs at rest,
  ingest: {
    streamCapacity: { mode: 'on-demand' },
    streamRetention: Duration.days(3),
    eventBuckets: 256,
    quarantineRetention: Duration.days(30),
    requestRateLimit: 500, // a load test with 5,000 viewers
    requestBurstLimit: 500,
    allowedOrigins: ['https://staging.example.com'],
  },
  live: {
    presenceSalts: 4,
    countingLanes: 4,
    publisherMemoryMiB: 3_008,
    closeAfter: Duration.minutes(3),
    restAfter: Duration.minutes(30),
    countRetention: Duration.days(7),
  },
  quality: {
    cdns: ['cdn-a', 'cdn-b', 'cdn-c'],
    limits: {
      startFailureRatio: 0.05,
      playbackFailureRatio: 0.05,
      rebufferingRatio: 0.05,
      slowStartRatio: 0.05,
    },
    slowStart: Duration.seconds(6),
    pollers: 0,
    detectorMemoryMiB: 512,
    sumsSalts: 1,
  },
  lake: {
    buffer: { size: Size.mebibytes(128), interval: Duration.minutes(5) },
    tiers: [
      { storageClass: StorageClass.INFREQUENT_ACCESS, after: Duration.days(45) },
      { storageClass: StorageClass.GLACIER_INSTANT_RETRIEVAL, after: Duration.days(90) },
    ],
    noncurrentRetention: Duration.days(7),
    accessLogRetention: Duration.days(30),
    queryResultRetention: Duration.days(7),
    analystCutoff: Size.tebibytes(1),
    curationCutoff: Size.tebibytes(1),
    curationSlices: 4,
    lateEvents: { rewriteFromShare: 0.001, datesPerRun: 7 },
    supersededRunGrace: Duration.days(1),
  },
  features: { lanes: 2, retention: Duration.days(90) },
  ledger: {
    auditedSuffix: '0', // one event in 16
    period: Duration.minutes(15),
    salts: 1,
    paths: {
      counted: { from: Duration.minutes(1), within: Duration.minutes(45) },
      raw: { from: Duration.minutes(10), within: Duration.minutes(90) },
      // The date of an event is curated within two nights, even if a player's clock was fast.
      curated: { block: Duration.days(1), from: Duration.hours(30), within: Duration.hours(36) },
      // A block of one hour, because a statement reads the whole hour of raw events.
      mirrored: { block: Duration.hours(1), from: Duration.minutes(45), within: Duration.hours(3) },
      quarantined: { from: Duration.minutes(5), within: Duration.minutes(90) },
    },
    cutoff: Size.tebibytes(1),
    lookBack: Duration.days(4),
  },
  warehouse: {
    zoneIds: ['use1-az1', 'use1-az2', 'use1-az4'],
    baseRpus: 8,
    maxRpus: 16,
    dailyRpuHours: 24,
    longestQuery: Duration.minutes(10),
  },
};
