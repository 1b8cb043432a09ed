import { Duration } from 'aws-cdk-lib';
import type { StageConfig } from './config';
import { dev } from './dev';

/**
 * The stage dev as it runs on a developer's machine, where nothing is billed: with the alarms, the CDNs and the stream that
 * prod has, so that a demo shows what an operator of prod would see.
 */
export const local: StageConfig = {
  ...dev,
  ingest: { ...dev.ingest, streamCapacity: { mode: 'on-demand' } },
  quality: { ...dev.quality, cdns: ['cdn-a', 'cdn-b', 'cdn-c'], alarmPeriod: Duration.seconds(10) },
};
