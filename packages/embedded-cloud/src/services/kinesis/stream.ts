import { join } from 'node:path';
import type { Limits } from '../../core/limits';
import { ServiceError } from '../../core/service';
import { encodeFrames, type IncomingRecord } from './frame';
import { above, below, MAX_HASH_KEY, uniformStarts } from './hash-key';
import { invalidArgument } from './invalid-argument';
import { Sequencer, toSequenceNumber } from './sequence';
import { Shard, type ShardState } from './shard';
import { readState, type StreamDeclaration, type StreamState, writeState } from './stream-state';

/** A record to put, with its size in bytes and the hash key that selects its shard (32 hexadecimal digits). */
export interface HashedRecord extends IncomingRecord {
  readonly hash: string;
  readonly bytes: number;
}

/** Where a record was stored; undefined when its shard rejected it. */
export type Placement = { readonly shardId: string; readonly sequenceNumber: string } | undefined;

/** A stream: its open and closed shards, and how they are split, merged and expired. */
export class Stream {
  readonly createdAt: number;
  private readonly listeners = new Set<() => void>();
  private readonly sequencer: Sequencer;
  private shards: Shard[];
  private open: Shard[] = [];
  private nextShard: number;

  constructor(
    readonly declaration: StreamDeclaration,
    readonly folder: string,
    private readonly limits: Limits,
    private readonly now: () => number = Date.now,
  ) {
    const saved = readState(folder);
    this.createdAt = saved?.createdAt ?? now();
    this.nextShard = saved?.nextShard ?? 0;
    this.shards = (saved?.shards ?? []).map((state) => new Shard(folder, state, limits));
    this.sequencer = new Sequencer(
      Math.max(0, ...this.shards.map(({ log, state }) => Math.max(log.tip ?? 0, state.startingSequence))),
    );
    if (!saved) this.create(declaration.shardCount);
    this.commitShards();
    if (saved && saved.shardCount !== declaration.shardCount) this.reshard(declaration.shardCount);
  }

  /** The open shards and the closed ones whose records are retained, oldest first. */
  get all(): readonly Shard[] {
    return this.shards;
  }

  get openCount(): number {
    return this.open.length;
  }

  shard(shardId: string): Shard {
    const shard = this.shards.find(({ state }) => state.shardId === shardId);
    if (shard) return shard;
    throw new ServiceError(
      'ResourceNotFoundException',
      `Shard ${shardId} in stream ${this.declaration.name} under account does not exist`,
    );
  }

  childrenOf(shardId: string): Shard[] {
    return this.shards.filter(({ state }) => state.parentShardIds.includes(shardId));
  }

  /** Appends the records in their order; each shard rejects what exceeds its throughput per second. */
  put(records: readonly HashedRecord[]): Placement[] {
    const nowMs = this.now();
    const placements: Placement[] = [];
    const byShard = new Map<Shard, { accepted: HashedRecord[]; sequences: number[] }>();
    for (const record of records) {
      const shard = this.shardFor(record.hash);
      if (!shard.writes.admits(record.bytes, nowMs)) {
        placements.push(undefined);
        continue;
      }
      const sequence = this.sequencer.next(nowMs);
      const group = byShard.get(shard);
      if (group) {
        group.accepted.push(record);
        group.sequences.push(sequence);
      } else byShard.set(shard, { accepted: [record], sequences: [sequence] });
      placements.push({ shardId: shard.state.shardId, sequenceNumber: toSequenceNumber(sequence) });
    }
    for (const [shard, { accepted, sequences }] of byShard) shard.log.append(encodeFrames(accepted, sequences));
    if (byShard.size > 0) this.notifyListeners();
    return placements;
  }

  split(shardId: string, newStartHash: string): void {
    const parent = this.openShard(shardId);
    const { startHash, endHash } = parent.state;
    if (newStartHash <= startHash || newStartHash > endHash) {
      throw invalidArgument('NewStartingHashKey is outside the range of the shard.');
    }
    this.close(parent);
    this.add(startHash, below(newStartHash), [shardId]);
    this.add(newStartHash, endHash, [shardId]);
    this.commitShards();
    this.notifyListeners();
  }

  merge(shardId: string, adjacentShardId: string): void {
    const pair = [this.openShard(shardId), this.openShard(adjacentShardId)];
    const [lower, upper] = pair.map(({ state }) => state).sort((a, b) => (a.startHash < b.startHash ? -1 : 1));
    if (
      !lower ||
      !upper ||
      lower === upper ||
      lower.endHash === MAX_HASH_KEY ||
      above(lower.endHash) !== upper.startHash
    ) {
      throw invalidArgument(`Shards ${shardId} and ${adjacentShardId} are not adjacent.`);
    }
    for (const parent of pair) this.close(parent);
    this.add(lower.startHash, upper.endHash, [shardId, adjacentShardId]);
    this.commitShards();
    this.notifyListeners();
  }

  /** Reshards to `count` equal ranges: splits at the start of each range, then merges the shards within each range. */
  reshard(count: number): void {
    const starts = uniformStarts(count);
    for (const start of starts) {
      const { state } = this.shardFor(start);
      if (state.startHash !== start) this.split(state.shardId, start);
    }
    for (let index = 0; index + 1 < this.open.length;) {
      const [left, right] = this.open.slice(index, index + 2);
      if (!left || !right || starts.includes(right.state.startHash)) index += 1;
      else this.merge(left.state.shardId, right.state.shardId);
    }
  }

  /** Calls the listener after each change; returns the function that unsubscribes it. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Drops the records that are past their retention, and the closed shards that are empty afterwards. */
  expire(): void {
    const horizon = (this.now() - this.declaration.retentionHours * 3_600_000) * 1000;
    for (const { log } of this.shards) log.expire(horizon);
    const expired = this.shards.filter(({ state }) => (state.endingSequence ?? Infinity) < horizon);
    if (expired.length === 0) return;
    this.shards = this.shards.filter((shard) => !expired.includes(shard));
    this.commitShards();
    for (const { log } of expired) log.remove();
  }

  stop(): void {
    for (const { log } of this.shards) log.close();
  }

  private create(count: number): void {
    const starts = uniformStarts(count);
    for (const [index, start] of starts.entries()) {
      const next = starts[index + 1];
      this.add(start, next === undefined ? MAX_HASH_KEY : below(next), []);
    }
  }

  private add(startHash: string, endHash: string, parentShardIds: readonly string[]): void {
    const state: ShardState = {
      shardId: `shardId-${String(this.nextShard).padStart(12, '0')}`,
      startHash,
      endHash,
      parentShardIds,
      startingSequence: this.sequencer.next(this.now()),
    };
    this.nextShard += 1;
    this.shards.push(new Shard(this.folder, state, this.limits));
  }

  private close(shard: Shard): void {
    shard.state = { ...shard.state, endingSequence: this.sequencer.next(this.now()) };
    shard.log.close();
  }

  /** Makes a change of the shards effective and durable. */
  private commitShards(): void {
    this.open = this.shards
      .filter(({ isOpen }) => isOpen)
      .sort((a, b) => (a.state.startHash < b.state.startHash ? -1 : 1));
    const state: StreamState = {
      createdAt: this.createdAt,
      shardCount: this.declaration.shardCount,
      nextShard: this.nextShard,
      shards: this.shards.map(({ state }) => state),
    };
    writeState(this.folder, state);
  }

  private shardFor(hash: string): Shard {
    const shard = this.open.find((candidate) => hash <= candidate.state.endHash);
    if (!shard) throw new Error(`No open shard of ${this.declaration.name} covers the hash key ${hash}.`);
    return shard;
  }

  private openShard(shardId: string): Shard {
    const shard = this.shard(shardId);
    if (shard.isOpen) return shard;
    throw invalidArgument(`Shard ${shardId} is closed.`);
  }

  private notifyListeners(): void {
    for (const listener of this.listeners) listener();
  }
}

/** The folder in which a stream stores its state. */
export const streamFolder = (stateDir: string, name: string): string => join(stateDir, 'kinesis', name);
