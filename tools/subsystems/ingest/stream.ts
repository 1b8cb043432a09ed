import { type Load, ratesOf } from '../../cost/load';
import type { StageTemplates } from '../../cost/stage-templates';
import { roundSeconds } from '../live/rounds';

/** The capacity of a shard per second. */
const SHARD_RECORDS = 1_000;
const SHARD_BYTES = 2 ** 20;

/** A stream on demand begins with this many shards. */
const INITIAL_SHARDS = 4;

/** The session buckets of the stream. */
export const bucketsOf = (templates: StageTemplates): number =>
  Number(templates.environment('collect', 'EVENT_BUCKETS'));

/** The number of shards, if the stream is provisioned. */
export const provisionedShards = (templates: StageTemplates): number | undefined =>
  templates.first('AWS::Kinesis::Stream').optional('ShardCount');

/** The stream at a load. */
export interface StreamLoad {
  /** Records per second, including watermarks. */
  readonly records: number;
  readonly watermarks: number;
  readonly shards: number;
}

/** How many records a load puts into the stream, and how many shards it needs. */
export const streamAt = (load: Load, templates: StageTemplates): StreamLoad => {
  const { requests, recordBytes } = ratesOf(load);
  const watermarks = bucketsOf(templates) / roundSeconds(load);
  const records = requests + watermarks;
  const needed = Math.max(records / SHARD_RECORDS, (requests * recordBytes) / SHARD_BYTES);
  const shards = provisionedShards(templates) ?? Math.max(INITIAL_SHARDS, Math.ceil(needed));
  return { records, watermarks, shards };
};
