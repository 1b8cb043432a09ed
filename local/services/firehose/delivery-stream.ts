import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ObjectWriter } from '../../ports';
import type { Destination } from './destination';
import { MetricWindow } from '../metric-window';
import { evaluatePrefix, formatTime } from './prefix';
import type { Batch, RecordBuffer } from './record-buffer';

const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 60_000;
const compress = promisify(gzip);

/** What a delivery stream is made with. */
export interface DeliveryStreamProps {
  readonly name: string;
  readonly arn: string;
  readonly destination: Destination;
  readonly buffer: RecordBuffer;
  readonly writer: ObjectWriter;
  /** Epoch ms. */
  readonly now: () => number;
  /** Epoch ms. */
  readonly createdAt: number;
}

/** Gathers records until the buffering hints say that they are an object, and brings that to S3 for as long as it takes. */
export class DeliveryStream {
  /** What Firehose publishes about it. */
  readonly published: MetricWindow;
  private intervalTimer: NodeJS.Timeout | undefined;
  private retryTimer: NodeJS.Timeout | undefined;
  private retryMs = FIRST_RETRY_MS;
  private lastDelivery: Promise<unknown> = Promise.resolve();

  constructor(readonly props: DeliveryStreamProps) {
    this.published = new MetricWindow(
      { namespace: 'AWS/Firehose', dimensions: { DeliveryStreamName: props.name } },
      ['IncomingRecords', 'IncomingBytes', 'ThrottledRecords', 'DeliveryToS3.Records'],
      { IncomingBytes: 'Bytes', 'DeliveryToS3.DataFreshness': 'Seconds' },
    );
  }

  /** Delivers what an earlier process left. */
  start(): void {
    inBackground(this.deliver());
  }

  /** Once it returns, the records will be delivered, at least once. */
  put(records: readonly Buffer[]): void {
    const { buffer, destination, now } = this.props;
    buffer.append(records, now());
    this.published.count('IncomingRecords', records.length);
    this.published.count(
      'IncomingBytes',
      records.reduce((sum, { length }) => sum + length, 0),
    );
    if (buffer.bytes >= destination.sizeBytes) inBackground(this.flush());
    else this.intervalTimer ??= setTimeout(() => inBackground(this.flush()), destination.intervalMs);
  }

  /** Seconds since the oldest record came that is not delivered; 0 when there is none. */
  freshnessSeconds(): number {
    const { buffer, now } = this.props;
    return Math.max(0, now() - (buffer.oldestAt ?? now())) / 1_000;
  }

  /** Delivers at once all that was put; throws when S3 refuses it, which leaves it to be tried again. */
  async flush(): Promise<void> {
    this.seal();
    await this.deliver();
  }

  /** Delivers what it can; the rest waits on disk for the next start. */
  async stop(): Promise<void> {
    await this.flush().catch(() => undefined);
    clearTimeout(this.retryTimer);
  }

  private seal(): void {
    clearTimeout(this.intervalTimer);
    this.intervalTimer = undefined;
    this.props.buffer.seal();
  }

  /** One delivery after the other, so that no batch is under way twice. */
  private deliver(): Promise<void> {
    const delivery = this.lastDelivery.then(() => this.deliverSealed());
    this.lastDelivery = delivery.catch(() => undefined);
    return delivery;
  }

  private async deliverSealed(): Promise<void> {
    const { buffer, destination, writer } = this.props;
    clearTimeout(this.retryTimer);
    try {
      for (const batch of buffer.sealed()) {
        const records = buffer.read(batch);
        const content = await this.encode(records);
        await writer.putObject(destination.bucket, this.keyOf(batch), content, 'application/octet-stream');
        buffer.discard(batch);
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

  private async encode(records: readonly Buffer[]): Promise<Buffer> {
    const { delimiter, isCompressed } = this.props.destination;
    const end = Buffer.from(delimiter);
    const content = Buffer.concat(records.flatMap((record) => [record, end]));
    return isCompressed ? compress(content) : content;
  }

  /** `<prefix><name>-<version>-yyyy-MM-dd-HH-mm-ss-<uuid><extension>`; the version counts configurations, and is 1. */
  private keyOf({ arrivedAt, id }: Batch): string {
    const { prefix, timeZone, fileExtension } = this.props.destination;
    const time = formatTime('yyyy-MM-dd-HH-mm-ss', arrivedAt, timeZone);
    return `${evaluatePrefix(prefix, { arrivedAt, timeZone, id })}${this.props.name}-1-${time}-${id}${fileExtension}`;
  }
}

/** A delivery that fails has set the timer for the next. */
const inBackground = (delivery: Promise<void>): void => {
  delivery.catch(() => undefined);
};
