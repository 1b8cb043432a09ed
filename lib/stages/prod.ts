import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { StorageClass } from 'aws-cdk-lib/aws-s3';
import type { StageConfig } from './config';

/** The stage that viewers and operators rely on. */
export const prod: StageConfig = {
  name: 'prod',
  logRetention: RetentionDays.THREE_MONTHS,
  removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, // if the first deployment fails, nothing is left behind
  terminationProtection: true,
  reservedConcurrency: { collect: 200 }, // 100 ms for each request at the full rate; usually one takes 25 ms
  alerts: {
    address: 'playhead-oncall@example.com',
    docsUrl: 'https://code.example.com/playhead/blob/main/docs',
    monthlyBudgetUsd: 10_000,
  }, // a daily peak of 10,000 streams costs about 8,000,
  ingest: {
    streamCapacity: { mode: 'on-demand' },
    streamRetention: Duration.days(7),
    eventBuckets: 512,
    quarantineRetention: Duration.days(90),
    requestRateLimit: 2_000, // twice a peak of 10,000 streams; raise it with your viewers
    requestBurstLimit: 2_000,
    allowedOrigins: ['https://www.example.com', 'https://tv.example.com'],
  },
  live: {
    presenceSalts: 8,
    countingLanes: 10,
    publisherMemoryMiB: 10_240,
    closeAfter: Duration.minutes(3),
    restAfter: Duration.minutes(30),
    countRetention: Duration.days(30),
  },
  quality: {
    cdns: ['cdn-a', 'cdn-b', 'cdn-c'],
    limits: {
      startFailureRatio: 0.05,
      playbackFailureRatio: 0.05,
      rebufferingRatio: 0.03,
      slowStartRatio: 0.05,
    },
    slowStart: Duration.seconds(5),
    pollers: 10,
    detectorMemoryMiB: 1_769,
    sumsSalts: 8,
  },
  lake: {
    buffer: { size: Size.mebibytes(128), interval: Duration.minutes(5) },
    tiers: [
      { storageClass: StorageClass.INFREQUENT_ACCESS, after: Duration.days(45) }, // curation reads 30 days back
      { storageClass: StorageClass.GLACIER_INSTANT_RETRIEVAL, after: Duration.days(180) },
    ],
    noncurrentRetention: Duration.days(14),
    accessLogRetention: Duration.days(365),
    queryResultRetention: Duration.days(30),
    analystCutoff: Size.tebibytes(5),
    curationCutoff: Size.tebibytes(10),
    curationSlices: 96,
    lateEvents: { rewriteFromShare: 0.001, datesPerRun: 7 },
    supersededRunGrace: Duration.days(2),
  },
  features: { lanes: 10, retention: Duration.days(90) },
  ledger: {
    auditedSuffix: '000', // one event in 4,096
    period: Duration.minutes(15),
    salts: 8,
    paths: {
      counted: { from: Duration.minutes(1), within: Duration.minutes(45) },
      raw: { from: Duration.minutes(10), within: Duration.minutes(90) },
      // The date of an event is curated within two nights, even if a player's clock was fast.
      curated: { block: Duration.days(1), from: Duration.hours(30), within: Duration.hours(36) },
      // A block of one hour, because a statement reads the whole hour of raw events.
      mirrored: { block: Duration.hours(1), from: Duration.minutes(45), within: Duration.hours(3) },
      quarantined: { from: Duration.minutes(5), within: Duration.minutes(90) },
    },
    cutoff: Size.tebibytes(60),
    lookBack: Duration.days(4),
  },
  warehouse: {
    zoneIds: ['use1-az1', 'use1-az2', 'use1-az4'],
    baseRpus: 32,
    maxRpus: 128,
    dailyRpuHours: 1200,
    longestQuery: Duration.minutes(30),
  },
};
