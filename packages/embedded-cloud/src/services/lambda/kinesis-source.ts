import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { StreamReader } from '../../core/ports';
import { readStream } from '../../core/role-accesses';
import type { ServiceMetric } from '../../core/service';
import { MetricWindow } from '../../core/metric-window';
import { Checkpoints } from '../../core/checkpoints';
import type { EventSource, SourceServices } from './event-source';
import { checkDestination } from './failure-destination';
import type { Delivery } from './kinesis-batch';
import type { KinesisMapping } from './mapping-settings';
import { ShardReader } from './shard-reader';

/** A poll runs at this interval even without a change of the stream, because an earlier poll may have failed. */
const FALLBACK_MS = 1_000;

/** How long a stop waits at most for the batches in flight. */
const STOP_MS = 5_000;

/** Lambda's metric of the records that a mapping sent to its on-failure destination. */
const ON_FAILURE_DELIVERIES = 'OnFailureDestinationDeliveredEventCount';

/** The progress of a mapping in one shard. */
export interface ShardProgress {
  readonly shardId: string;
  /** Every record up to this sequence number is processed; undefined before the first one. */
  readonly checkpoint: string | undefined;
  /** The age of the oldest unprocessed record; 0 when there is none. */
  readonly iteratorAgeMs: number;
}

/** Invokes a function with the records of a Kinesis stream: one reader per shard, parents before their children. */
export class KinesisSource implements EventSource {
  lastResult = 'No records processed';
  private readonly readers = new Map<string, ShardReader>();
  private readonly stopping = new AbortController();
  private readonly checkpoints: Checkpoints;
  private readonly streams: StreamReader;
  private readonly delivery: Delivery;
  private readonly published: MetricWindow;
  private stopListening: (() => void) | undefined;
  private fallback: NodeJS.Timeout | undefined;
  private polling: NodeJS.Timeout | undefined;

  constructor(
    readonly mapping: KinesisMapping,
    private readonly services: SourceServices,
  ) {
    if (mapping.onFailure !== undefined) checkDestination(mapping.onFailure);
    this.streams = services.streams;
    this.checkpoints = new Checkpoints(join(services.stateDir, 'lambda', `${mapping.uuid}.json`));
    const dimensions = { EventSourceMappingUUID: mapping.uuid };
    this.published = new MetricWindow({ namespace: 'AWS/Lambda', dimensions }, [ON_FAILURE_DELIVERIES]);
    this.delivery = {
      ...services,
      mapping,
      session: services.sessionOf(mapping.functionArn),
      signal: this.stopping.signal,
      report: (result) => (this.lastResult = result),
      log: (line) => services.log(mapping.functionArn, line),
      noteOnFailureDelivery: (records) => this.published.count(ON_FAILURE_DELIVERIES, records),
      noteAge: (ageMs) => services.noteAge(mapping.functionArn, ageMs),
    };
  }

  start(): void {
    if (!this.mapping.enabled) return;
    if (this.checkpoints.areNew) this.initCheckpoints();
    this.stopListening = this.streams.onChange(this.mapping.sourceArn, () => this.schedule());
    this.fallback = setInterval(() => this.poll(), FALLBACK_MS);
    this.poll();
  }

  /** Waits for the batches in flight, but not for batches between retries: those are delivered again after the restart. */
  async stop(): Promise<void> {
    if (this.stopping.signal.aborted) return;
    this.stopListening?.();
    clearInterval(this.fallback);
    clearTimeout(this.polling);
    const readers = [...this.readers.values()];
    for (const reader of readers) reader.stop();
    this.stopping.abort();
    const timeout = delay(STOP_MS, undefined, { ref: false });
    await Promise.race([Promise.all(readers.map((reader) => reader.idle())), timeout]);
    if (this.mapping.enabled) this.checkpoints.flush();
  }

  takeMetrics(): readonly ServiceMetric[] {
    return this.published.take();
  }

  /** The progress in each shard that is being read. */
  async progress(): Promise<readonly ShardProgress[]> {
    return Promise.all(
      [...this.readers.values()].map(async (reader) => {
        const arrivedAt = await reader.oldestArrival();
        const iteratorAgeMs = arrivedAt === undefined ? 0 : Math.max(0, Date.now() - arrivedAt);
        return { shardId: reader.shardId, checkpoint: reader.checkpoint, iteratorAgeMs };
      }),
    );
  }

  /** Whether every record that is in the stream at this moment has been processed. */
  get isCaughtUp(): boolean {
    const { sourceArn } = this.mapping;
    return this.streams.shards(sourceArn).every(({ shardId }) => {
      const saved = this.checkpoints.get(shardId);
      if (saved?.ended) return true;
      const tip = this.streams.tip(sourceArn, shardId);
      return tip === undefined || (saved?.after !== undefined && saved.after >= tip);
    });
  }

  /** Resolves LATEST once, for the current shards; their children are read from the beginning. */
  private initCheckpoints(): void {
    const { sourceArn, startingPosition } = this.mapping;
    for (const { shardId } of this.streams.shards(sourceArn)) {
      const tip = startingPosition === 'LATEST' ? this.streams.tip(sourceArn, shardId) : undefined;
      this.checkpoints.set(shardId, tip === undefined ? {} : { after: tip });
    }
  }

  /** Schedules a poll; several changes within the poll interval cause only one. */
  private schedule(): void {
    this.polling ??= setTimeout(() => this.poll(), this.services.pollMs);
  }

  private poll(): void {
    clearTimeout(this.polling);
    this.polling = undefined;
    if (!this.isPermitted()) return;
    this.discover();
    for (const reader of this.readers.values()) this.fill(reader);
  }

  /** Whether the function's role may read the stream; a denial is logged once. */
  private isPermitted(): boolean {
    const { session, log } = this.delivery;
    try {
      session?.check(...readStream(this.mapping.sourceArn));
      return true;
    } catch (error) {
      const problem = `PROBLEM: ${error instanceof Error ? error.message : String(error)}`;
      if (problem !== this.lastResult) log(`${this.mapping.uuid} ${problem}`);
      this.lastResult = problem;
      return false;
    }
  }

  private fill(reader: ShardReader): void {
    reader.fill().catch((error: unknown) => {
      this.delivery.log(`${this.mapping.uuid} could not read ${reader.shardId}: ${String(error)}`);
    });
  }

  /** Starts readers for the shards whose parents are read to their end. */
  private discover(): void {
    const shards = this.streams.shards(this.mapping.sourceArn);
    const listed = new Set(shards.map(({ shardId }) => shardId));
    this.checkpoints.keepOnly(listed);
    for (const { shardId, parentShardIds } of shards) {
      const saved = this.checkpoints.get(shardId);
      const isBlocked = parentShardIds.some((parent) => listed.has(parent) && !this.checkpoints.get(parent)?.ended);
      if (this.readers.has(shardId) || saved?.ended || isBlocked) continue;
      const reader = new ShardReader(shardId, saved?.after, this.streams, this.delivery, (moved) =>
        this.saveProgress(moved),
      );
      this.readers.set(shardId, reader);
    }
  }

  private saveProgress(reader: ShardReader): void {
    const { checkpoint, shardId } = reader;
    if (reader.isDone) {
      this.checkpoints.set(shardId, { ended: true });
      this.readers.delete(shardId);
      this.schedule();
    } else this.checkpoints.set(shardId, checkpoint === undefined ? {} : { after: checkpoint });
  }
}
