import type { RoleSession } from '../../core/iam';
import type { StreamReader } from '../../core/ports';
import { Checkpoints } from '../../core/checkpoints';
import { readStream } from '../../core/role-accesses';

const RECORDS_PER_READ = 10_000;
const RETRY_MS = 1_000;

/** The stream that a source reads, the file with its progress, and the receiver of the records. */
export interface KinesisSourceProps {
  readonly streams: StreamReader;
  readonly streamArn: string;
  /** The file in which the source keeps its checkpoints. */
  readonly path: string;
  /** Receives records; they are durable when it returns. */
  readonly put: (records: readonly Buffer[]) => void;
  /** The session of the role that reads the stream; undefined when no policy restricts it. */
  readonly session: RoleSession | undefined;
}

/** Reads a stream into a delivery stream, each record at least once. A new source starts after the newest record. */
export class KinesisSource {
  private readonly checkpoints: Checkpoints;
  private unsubscribe: (() => void) | undefined;
  private reading: Promise<void> = Promise.resolve();
  private isScheduled = false;
  private retry: NodeJS.Timeout | undefined;

  constructor(private readonly props: KinesisSourceProps) {
    const { streams, streamArn, path } = props;
    this.checkpoints = new Checkpoints(path);
    if (!this.checkpoints.areNew) return;
    for (const { shardId } of streams.shards(streamArn)) {
      const after = streams.tip(streamArn, shardId);
      this.checkpoints.set(shardId, after === undefined ? {} : { after });
    }
    this.checkpoints.flush();
  }

  start(): void {
    this.unsubscribe = this.props.streams.onChange(this.props.streamArn, () => this.scheduleRead());
    this.scheduleRead();
  }

  /** Resolves when the source has read all records that are in the stream now. */
  catchUp(): Promise<void> {
    const caughtUp = this.reading.then(() => this.readAll());
    this.reading = caughtUp.catch(() => undefined);
    return caughtUp;
  }

  async stop(): Promise<void> {
    this.unsubscribe?.();
    clearTimeout(this.retry);
    await this.reading;
    this.checkpoints.flush();
  }

  /** Schedules a read after the current one; calls before that read starts share it. */
  private scheduleRead(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    this.reading = this.reading.then(() => {
      this.isScheduled = false;
      return this.readAll().catch(() => {
        this.retry = setTimeout(() => this.scheduleRead(), RETRY_MS).unref();
      });
    });
  }

  private async readAll(): Promise<void> {
    const { streams, streamArn, session } = this.props;
    session?.check(...readStream(streamArn));
    const shards = streams.shards(streamArn);
    for (const { shardId } of shards) await this.readShard(shardId);
    this.checkpoints.keepOnly(new Set(shards.map(({ shardId }) => shardId)));
  }

  private async readShard(shardId: string): Promise<void> {
    const { streams, streamArn, put } = this.props;
    for (;;) {
      const after = this.checkpoints.get(shardId)?.after;
      const { records } = await streams.read(streamArn, shardId, after, RECORDS_PER_READ);
      const last = records.at(-1);
      if (!last) return;
      put(records.map(({ data }) => data));
      this.checkpoints.set(shardId, { after: last.sequenceNumber });
    }
  }
}
