import type { StreamReader } from '../../core/ports';
import { Checkpoints } from '../../core/checkpoints';

const RECORDS_A_READ = 10_000;
const RETRY_MS = 1_000;

/** What a source reads, where it keeps how far it has come, and who takes the records. */
export interface KinesisSourceProps {
  readonly streams: StreamReader;
  readonly streamArn: string;
  /** Of the file with its checkpoints. */
  readonly path: string;
  /** Once it returns, the records are durable. */
  readonly take: (records: readonly Buffer[]) => void;
}

/** Reads a stream into a delivery stream, from the newest record on when it is made, and at least once each. */
export class KinesisSource {
  private readonly checkpoints: Checkpoints;
  private unsubscribe: (() => void) | undefined;
  private reading: Promise<void> = Promise.resolve();
  private isAsked = false;
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
    this.unsubscribe = this.props.streams.onChange(this.props.streamArn, () => this.ask());
    this.ask();
  }

  /** Resolves when all that the stream holds now is taken. */
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

  /** One reading after the other; what is asked for while one goes on is done by one more. */
  private ask(): void {
    if (this.isAsked) return;
    this.isAsked = true;
    this.reading = this.reading.then(() => {
      this.isAsked = false;
      return this.readAll().catch(() => {
        this.retry = setTimeout(() => this.ask(), RETRY_MS).unref();
      });
    });
  }

  private async readAll(): Promise<void> {
    const { streams, streamArn } = this.props;
    const shards = streams.shards(streamArn);
    for (const { shardId } of shards) await this.readShard(shardId);
    this.checkpoints.keepOnly(new Set(shards.map(({ shardId }) => shardId)));
  }

  private async readShard(shardId: string): Promise<void> {
    const { streams, streamArn, take } = this.props;
    for (;;) {
      const after = this.checkpoints.get(shardId)?.after;
      const { records } = await streams.read(streamArn, shardId, after, RECORDS_A_READ);
      const last = records.at(-1);
      if (!last) return;
      take(records.map(({ data }) => data));
      this.checkpoints.set(shardId, { after: last.sequenceNumber });
    }
  }
}
