import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { StorageClass } from 'aws-cdk-lib/aws-s3';
import type { StageConfig } from './config';

/** Where changes are tried first; what one machine runs, too. */
export const dev: StageConfig = {
  name: 'dev',
  streamCapacity: { mode: 'on-demand' },
  streamRetention: Duration.hours(24),
  eventBuckets: 16,
  presenceSalts: 2,
  countingLanes: 2,
  publisherMemoryMiB: 1_769,
  closeAfter: Duration.seconds(90), // half of prod's: a demo closes what it shows while one still looks
  countRetention: Duration.days(1),
  quarantineRetention: Duration.days(7),
  logRetention: RetentionDays.ONE_WEEK,
  removalPolicy: RemovalPolicy.DESTROY,
  terminationProtection: false,
  requestRateLimit: 5_000,
  alarmAddress: 'playhead-dev@example.com',
  cdns: ['cdn-a', 'cdn-b', 'cdn-c'],
  qualityAlarms: {
    startFailureRatio: 0.3,
    playbackFailureRatio: 0.5,
    rebufferingRatio: 0.15,
    startupP95: Duration.seconds(8),
    minimumAttempts: 8,
    minimumWatched: Duration.minutes(2),
  },
  qualityPollers: 0,
  allowedOrigins: ['*'],
  lake: {
    buffer: { size: Size.mebibytes(64), interval: Duration.seconds(20) }, // small objects: one machine converts them beside all else
    tiers: [{ storageClass: StorageClass.INTELLIGENT_TIERING, after: Duration.days(0) }],
    noncurrentRetention: Duration.days(1),
    accessLogRetention: Duration.days(7),
    queryResultRetention: Duration.days(1),
    analystCutoff: Size.gibibytes(10),
    curationCutoff: Size.gibibytes(100),
    curationSlices: 1,
    supersededRunGrace: Duration.hours(1),
  },
  features: { lanes: 2, retention: Duration.days(90) },
  ledger: {
    auditedSuffix: '0', // one event in 16: a note is a write, and one machine has a few cores for all
    period: Duration.minutes(1), // a demo shows what it finds while one still looks
    salts: 1,
    paths: {
      counted: { from: Duration.seconds(30), within: Duration.minutes(3) },
      raw: { from: Duration.seconds(60), within: Duration.minutes(5) },
      curated: { from: Duration.seconds(60), within: Duration.hours(60) },
      // The mirror runs every quarter of an hour, in dev too; and each question wakes the warehouse for a minute.
      mirrored: { block: Duration.hours(1), from: Duration.minutes(20), within: Duration.minutes(60) },
      quarantined: { from: Duration.seconds(60), within: Duration.minutes(5) },
    },
    cutoff: Size.gibibytes(10),
    lookBack: Duration.days(4),
  },
  warehouse: { baseRpus: 4, maxRpus: 8, dailyRpuHours: 12, longestQuery: Duration.minutes(5) },
};
