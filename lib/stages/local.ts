import type { StageConfig } from './config';
import { dev } from './dev';

/**
 * The stage dev as it runs on a developer's machine, where nothing is billed: with the alarms, the CDNs and the stream that
 * prod has, so that a demo shows what an operator of prod would see, and with room for a demo's spike.
 */
export const local: StageConfig = {
  ...dev,
  reservedConcurrency: {},
  ingest: { ...dev.ingest, streamCapacity: { mode: 'on-demand' }, requestRateLimit: 1_000, requestBurstLimit: 1_000 },
  quality: { ...dev.quality, cdns: ['cdn-a', 'cdn-b', 'cdn-c'] },
};
