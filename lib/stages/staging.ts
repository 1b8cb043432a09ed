import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { StorageClass } from 'aws-cdk-lib/aws-s3';
import type { StageConfig } from './config';

/** As prod is, smaller: where a release is looked at. */
export const staging: StageConfig = {
  name: 'staging',
  streamCapacity: { mode: 'on-demand' },
  streamRetention: Duration.days(3),
  eventBuckets: 256,
  presenceSalts: 4,
  countingLanes: 4,
  publisherMemoryMiB: 3_008,
  closeAfter: Duration.minutes(3),
  countRetention: Duration.days(7),
  quarantineRetention: Duration.days(30),
  logRetention: RetentionDays.ONE_MONTH,
  removalPolicy: RemovalPolicy.DESTROY,
  terminationProtection: false,
  requestRateLimit: 20_000,
  alarmAddress: 'playhead-staging@example.com',
  cdns: ['cdn-a', 'cdn-b', 'cdn-c'],
  qualityAlarms: {
    startFailureRatio: 0.1,
    playbackFailureRatio: 0.2,
    rebufferingRatio: 0.05,
    startupP95: Duration.seconds(6),
    minimumAttempts: 50,
    minimumWatched: Duration.minutes(10),
  },
  qualityPollers: 0,
  allowedOrigins: ['https://staging.example.com'],
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
      // By the night after next its date is written, also where a clock was fast.
      curated: { block: Duration.days(1), from: Duration.hours(30), within: Duration.hours(36) },
      // An hour at once: a statement reads the whole hour of raw.
      mirrored: { block: Duration.hours(1), from: Duration.minutes(45), within: Duration.hours(3) },
      quarantined: { from: Duration.minutes(5), within: Duration.minutes(90) },
    },
    cutoff: Size.tebibytes(1),
    lookBack: Duration.days(4),
  },
  warehouse: { baseRpus: 8, maxRpus: 16, dailyRpuHours: 24, longestQuery: Duration.minutes(10) },
};
