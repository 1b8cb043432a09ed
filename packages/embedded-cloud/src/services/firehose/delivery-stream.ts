import type { RoleSession } from '../../core/iam';
import type { ObjectWriter } from '../../core/ports';
import type { Destination } from './destination';
import { deliverObject } from '../../core/role-accesses';
import { MetricWindow } from '../../core/metric-window';
import type { KinesisSource } from './kinesis-source';
import type { Format } from './object-format';
import { evaluateErrorPrefix, evaluatePrefix, formatTime } from './prefix';
import type { Batch, RecordBuffer } from './record-buffer';

const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 60_000;

/** The settings and the parts of a delivery stream. */
export interface DeliveryStreamProps {
  readonly name: string;
  readonly arn: string;
  readonly destination: Destination;
  /** Undefined for direct puts. */
  readonly source: KinesisSource | undefined;
  readonly format: Format;
  readonly buffer: RecordBuffer;
  readonly writer: ObjectWriter;
  /** The session of the role that writes to the bucket; undefined when no policy restricts it. */
  readonly session: RoleSession | undefined;
  /** The current time in epoch ms. */
  readonly now: () => number;
  /** Epoch ms. */
  readonly createdAt: number;
}

/**
 * Buffers records until a buffering hint is reached, then writes them to S3 as one object, with retries until S3
 * accepts it.
 */
export class DeliveryStream {
  /** The metrics that Firehose publishes about this stream. */
  readonly published: MetricWindow;
  private intervalTimer: NodeJS.Timeout | undefined;
  private retryTimer: NodeJS.Timeout | undefined;
  private retryMs = FIRST_RETRY_MS;
  private lastDelivery: Promise<unknown> = Promise.resolve();

  constructor(readonly props: DeliveryStreamProps) {
    this.published = new MetricWindow(
      { namespace: 'AWS/Firehose', dimensions: { DeliveryStreamName: props.name } },
      ['IncomingRecords', 'IncomingBytes', 'ThrottledRecords', 'DeliveryToS3.Records', 'FailedConversion.Records'],
      { IncomingBytes: 'Bytes', 'DeliveryToS3.DataFreshness': 'Seconds' },
    );
  }

  /** Delivers the records that an earlier process left on disk. */
  start(): void {
    this.props.source?.start();
    inBackground(this.deliver());
  }

  /** Accepts records. When it returns, they are durable and will be delivered at least once. */
  put(records: readonly Buffer[]): void {
    const { buffer, destination, now } = this.props;
    buffer.append(records, now());
    this.published.count('IncomingRecords', records.length);
    this.published.count(
      'IncomingBytes',
      records.reduce((sum, { length }) => sum + length, 0),
    );
    if (buffer.bytes >= destination.sizeBytes) inBackground(this.close());
    else this.intervalTimer ??= setTimeout(() => inBackground(this.close()), destination.intervalMs);
  }

  /** The age in seconds of the oldest undelivered record; 0 when all records are delivered. */
  freshnessSeconds(): number {
    const { buffer, now } = this.props;
    return Math.max(0, now() - (buffer.oldestAt ?? now())) / 1_000;
  }

  /**
   * Delivers all records of its callers and its source at once. When S3 rejects a write, it throws, and a timer
   * retries.
   */
  async flush(): Promise<void> {
    await this.props.source?.catchUp();
    await this.close();
  }

  /** Tries to deliver everything; undelivered records stay on disk for the next start. */
  async stop(): Promise<void> {
    await this.props.source?.stop();
    await this.flush().catch(() => undefined);
    clearTimeout(this.retryTimer);
  }

  /** Closes the current batch and delivers it. */
  private close(): Promise<void> {
    clearTimeout(this.intervalTimer);
    this.intervalTimer = undefined;
    this.props.buffer.seal();
    return this.deliver();
  }

  /** Deliveries run one after the other, so that no batch is delivered twice at the same time. */
  private deliver(): Promise<void> {
    const delivery = this.lastDelivery.then(() => this.deliverSealed());
    this.lastDelivery = delivery.catch(() => undefined);
    return delivery;
  }

  private async deliverSealed(): Promise<void> {
    const { buffer, format } = this.props;
    clearTimeout(this.retryTimer);
    try {
      for (const batch of buffer.sealed()) {
        const records = await buffer.read(batch);
        const { content, failures } = await format(records);
        if (content) await this.write(this.keyOf(batch), content);
        await this.writeFailures(batch, failures);
        buffer.discard(batch);
        this.published.count('FailedConversion.Records', failures.length);
        this.published.count('DeliveryToS3.Records', records.length);
        this.published.measure('DeliveryToS3.Success', 1);
      }
      this.retryMs = FIRST_RETRY_MS;
    } catch (error) {
      this.published.measure('DeliveryToS3.Success', 0);
      this.retryTimer = setTimeout(() => inBackground(this.deliver()), this.retryMs).unref();
      this.retryMs = Math.min(2 * this.retryMs, MAX_RETRY_MS);
      throw error;
    }
  }

  /** Writes the records that could not be converted under the error prefix. */
  private async writeFailures(batch: Batch, failures: readonly string[]): Promise<void> {
    if (failures.length === 0) return;
    await this.write(this.errorKeyOf(batch, 'format-conversion-failed'), Buffer.from(`${failures.join('\n')}\n`));
  }

  private async write(key: string, content: Buffer): Promise<void> {
    const { destination, writer, session } = this.props;
    session?.check(...deliverObject(destination.bucket, key));
    await writer.putObject(destination.bucket, key, content, 'application/octet-stream');
  }

  /** `<prefix><name>-<version>-yyyy-MM-dd-HH-mm-ss-<uuid><extension>`; the configuration's version is always 1. */
  private keyOf({ arrivedAt, id }: Batch): string {
    const { prefix, timeZone, fileExtension } = this.props.destination;
    return `${evaluatePrefix(prefix, { arrivedAt, timeZone, id })}${this.nameOf({ arrivedAt, id })}${fileExtension}`;
  }

  private errorKeyOf({ arrivedAt, id }: Batch, errorType: string): string {
    const { errorPrefix = '', timeZone } = this.props.destination;
    return evaluateErrorPrefix(errorPrefix, errorType, { arrivedAt, timeZone, id }) + this.nameOf({ arrivedAt, id });
  }

  private nameOf({ arrivedAt, id }: Pick<Batch, 'arrivedAt' | 'id'>): string {
    const time = formatTime('yyyy-MM-dd-HH-mm-ss', arrivedAt, this.props.destination.timeZone);
    return `${this.props.name}-1-${time}-${id}`;
  }
}

/** Ignores a failed delivery, because it has already scheduled its retry. */
const inBackground = (delivery: Promise<void>): void => {
  delivery.catch(() => undefined);
};
