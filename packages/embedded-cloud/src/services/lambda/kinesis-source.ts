import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { StreamReader } from '../../core/ports';
import type { ServiceMetric } from '../../core/service';
import { MetricWindow } from '../../core/metric-window';
import { Checkpoints } from '../../core/checkpoints';
import type { EventSource, SourceServices } from './event-source';
import { checkDestination } from './failure-destination';
import type { Delivery } from './kinesis-batch';
import type { KinesisMapping } from './mapping-settings';
import { ShardReader } from './shard-reader';

/** Shards are looked at this often even when nothing is said to have changed: after a poll that failed. */
const FALLBACK_MS = 1_000;

/** How long a stop waits for the batches in flight. */
const STOP_MS = 5_000;

/** Of Lambda's metrics of a mapping, that of records in batches which went to its on-failure destination. */
const GIVEN_UP = 'OnFailureDestinationDeliveredEventCount';

/** How far a mapping is with one shard. */
export interface ShardProgress {
  readonly shardId: string;
  /** Everything up to it is processed; undefined before the first. */
  readonly checkpoint: string | undefined;
  /** Since the oldest unprocessed record arrived; 0 when there is none. */
  readonly iteratorAgeMs: number;
}

/** Feeds a function from a Kinesis stream: a reader for each shard, parents before their children. */
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
    this.published = new MetricWindow({ namespace: 'AWS/Lambda', dimensions }, [GIVEN_UP]);
    this.delivery = {
      ...services,
      mapping,
      signal: this.stopping.signal,
      report: (result) => (this.lastResult = result),
      log: (line) => services.log(mapping.functionArn, line),
      noteGivenUp: (records) => this.published.count(GIVEN_UP, records),
      noteAge: (ageMs) => services.noteAge(mapping.functionArn, ageMs),
    };
  }

  start(): void {
    if (!this.mapping.enabled) return;
    if (this.checkpoints.areNew) this.setStart();
    this.stopListening = this.streams.onChange(this.mapping.sourceArn, () => this.schedule());
    this.fallback = setInterval(() => this.poll(), FALLBACK_MS);
    this.poll();
  }

  /** Waits for the batches in flight, not for those between retries: they come again after the restart. */
  async stop(): Promise<void> {
    if (this.stopping.signal.aborted) return;
    this.stopListening?.();
    clearInterval(this.fallback);
    clearTimeout(this.polling);
    const readers = [...this.readers.values()];
    for (const reader of readers) reader.stop();
    this.stopping.abort();
    const timeUp = delay(STOP_MS, undefined, { ref: false });
    await Promise.race([Promise.all(readers.map((reader) => reader.idle())), timeUp]);
    if (this.mapping.enabled) this.checkpoints.flush();
  }

  takeMetrics(): readonly ServiceMetric[] {
    return this.published.take();
  }

  /** Shard by shard, those that are being read. */
  async progress(): Promise<readonly ShardProgress[]> {
    return Promise.all(
      [...this.readers.values()].map(async (reader) => {
        const arrivedAt = await reader.oldestArrival();
        const iteratorAgeMs = arrivedAt === undefined ? 0 : Math.max(0, Date.now() - arrivedAt);
        return { shardId: reader.shardId, checkpoint: reader.checkpoint, iteratorAgeMs };
      }),
    );
  }

  /** Whether everything that the stream holds at this moment has been processed. */
  get isCaughtUp(): boolean {
    const { sourceArn } = this.mapping;
    return this.streams.shards(sourceArn).every(({ shardId }) => {
      const kept = this.checkpoints.get(shardId);
      if (kept?.ended) return true;
      const tip = this.streams.tip(sourceArn, shardId);
      return tip === undefined || (kept?.after !== undefined && kept.after >= tip);
    });
  }

  /** LATEST is decided once, for the shards of that moment; their children are read from the beginning. */
  private setStart(): void {
    const { sourceArn, startingPosition } = this.mapping;
    for (const { shardId } of this.streams.shards(sourceArn)) {
      const tip = startingPosition === 'LATEST' ? this.streams.tip(sourceArn, shardId) : undefined;
      this.checkpoints.set(shardId, tip === undefined ? {} : { after: tip });
    }
  }

  /** Many changes within the poll interval come to one poll. */
  private schedule(): void {
    this.polling ??= setTimeout(() => this.poll(), this.services.pollMs);
  }

  private poll(): void {
    clearTimeout(this.polling);
    this.polling = undefined;
    this.discover();
    for (const reader of this.readers.values()) this.fill(reader);
  }

  private fill(reader: ShardReader): void {
    reader.fill().catch((error: unknown) => {
      this.delivery.log(`${this.mapping.uuid} could not read ${reader.shardId}: ${String(error)}`);
    });
  }

  /** Begins to read the shards whose parents are done. */
  private discover(): void {
    const shards = this.streams.shards(this.mapping.sourceArn);
    const listed = new Set(shards.map(({ shardId }) => shardId));
    this.checkpoints.keepOnly(listed);
    for (const { shardId, parentShardIds } of shards) {
      const kept = this.checkpoints.get(shardId);
      const waits = parentShardIds.some((parent) => listed.has(parent) && !this.checkpoints.get(parent)?.ended);
      if (this.readers.has(shardId) || kept?.ended || waits) continue;
      const reader = new ShardReader(shardId, kept?.after, this.streams, this.delivery, (moved) => this.note(moved));
      this.readers.set(shardId, reader);
    }
  }

  private note(reader: ShardReader): void {
    const { checkpoint, shardId } = reader;
    if (reader.isDone) {
      this.checkpoints.set(shardId, { ended: true });
      this.readers.delete(shardId);
      this.schedule();
    } else this.checkpoints.set(shardId, checkpoint === undefined ? {} : { after: checkpoint });
  }
}
