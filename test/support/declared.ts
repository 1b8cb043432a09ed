import { type Declared, readDeclared, type Template } from '../../tools/cost/declared';
import type { StageConfig } from '../../lib/stages';
import { SynthesizedStage } from './stacks';

/** What a stage's own templates declare, as `npm run cost` reads it. */
export const declaredBy = (config: StageConfig): Declared =>
  readDeclared(new SynthesizedStage(config).stacks.map((stack) => stack.toJSON() as Template));

/** A small stage whose figures a person can work with on paper. */
export const SMALL: Declared = {
  stream: { shards: undefined, retentionHours: 24 },
  streamReaders: 2,
  requestRateLimit: 1_000,
  buckets: 16,
  salts: 2,
  closeAfterSeconds: 80,
  keepCountsSeconds: 86_400,
  cdns: 3,
  auditedShare: 1 / 16,
  memoryMiB: () => 1_024,
  eventSource: () => ({ batchSize: 1_000, windowSeconds: 1, lanes: 2, pollers: { min: 0, max: 0 } }),
  delivery: { bufferMiB: 64, seconds: 60 },
  tiers: [{ storageClass: 'GLACIER_IR', afterDays: 73 }],
  alarms: { fastMetrics: 100, minuteMetrics: 10, composites: 1 },
  warehouse: { baseRpus: 8, dailyRpuHours: 24, everySeconds: 900 },
  ledger: { periodSeconds: 900, warehouseSeconds: 3_600 },
  dashboards: 3,
  keys: 2,
  secrets: 1,
  logRetentionDays: 7,
  steps: [],
};
