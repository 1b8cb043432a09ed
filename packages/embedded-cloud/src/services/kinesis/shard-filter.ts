import type { Fields } from '../../core/fields';
import { invalidArgument } from './invalid-argument';
import { arrivedAt } from './sequence';
import type { Shard } from './shard';

type Selection = (shards: readonly Shard[], filter: Fields) => readonly Shard[];

const SELECTIONS: Readonly<Record<string, Selection>> = {
  FROM_TRIM_HORIZON: (shards) => shards,
  AT_TRIM_HORIZON: (shards) => openAtTrimHorizon(shards),
  AT_LATEST: (shards) => shards.filter(({ isOpen }) => isOpen),
  AFTER_SHARD_ID: (shards, filter) => {
    const after = filter.string('ShardId');
    return shards.filter(({ state }) => state.shardId > after);
  },
  AT_TIMESTAMP: (shards, filter) => {
    const at = filter.number('Timestamp') * 1_000;
    const selected = shards.filter((shard) => startedAt(shard) <= at && endedAt(shard) >= at);
    return selected.length > 0 ? selected : openAtTrimHorizon(shards); // the time is before the oldest shard
  },
  FROM_TIMESTAMP: (shards, filter) => {
    const from = filter.number('Timestamp') * 1_000;
    return shards.filter((shard) => endedAt(shard) >= from);
  },
};

/**
 * The shards that a filter of ListShards selects; without a filter, all of them. Shards that are past the retention are
 * not in `shards`. Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ShardFilter.html
 */
export const selectShards = (shards: readonly Shard[], filter: Fields | undefined): readonly Shard[] => {
  if (filter === undefined) return shards;
  const type = filter.string('Type');
  const select = SELECTIONS[type];
  if (select === undefined) throw invalidArgument(`The shard filter ${type} does not exist.`);
  return select(shards, filter);
};

/** The shards without a parent within the retention: a child was opened after the trim horizon. */
const openAtTrimHorizon = (shards: readonly Shard[]): readonly Shard[] => {
  const ids = new Set(shards.map(({ state }) => state.shardId));
  return shards.filter(({ state }) => !state.parentShardIds.some((parent) => ids.has(parent)));
};

const startedAt = ({ state }: Shard): number => arrivedAt(state.startingSequence);

const endedAt = ({ state }: Shard): number =>
  state.endingSequence === undefined ? Infinity : arrivedAt(state.endingSequence);
