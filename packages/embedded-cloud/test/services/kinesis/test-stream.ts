import {
  type GetRecordsCommandOutput,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  KinesisClient,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import { Kinesis } from '../../../src/services/kinesis/kinesis';
import { Endpoint, provision } from '../../../src/testing/endpoint';

export const STREAM_ARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/events';

/** The id of the shard with this number. */
export const shardId = (shard: number): string => `shardId-${String(shard).padStart(12, '0')}`;

/** The partition keys of the records in an answer. */
export const keysOf = ({ Records = [] }: Pick<GetRecordsCommandOutput, 'Records'>) =>
  Records.map(({ PartitionKey }) => PartitionKey);

/** Kinesis with one stream, `events`, behind an endpoint, with a client and a clock that the test sets. */
export class TestStream {
  /** Epoch ms. */
  now = Date.now();
  readonly client: KinesisClient;
  kinesis: Kinesis;

  private constructor(readonly endpoint: Endpoint) {
    this.kinesis = this.addService();
    this.client = new KinesisClient(endpoint.clientConfig());
  }

  /** Starts with one shard, unless `properties` declare the stream differently. */
  static async open(properties: Record<string, unknown> = {}, endpoint?: Endpoint): Promise<TestStream> {
    const stream = new TestStream(endpoint ?? (await Endpoint.open()));
    await stream.declare(properties);
    return stream;
  }

  /** Stops the service and starts another one with the same state. */
  async restart(): Promise<void> {
    await this.kinesis.stop();
    this.kinesis = this.addService();
    await this.declare();
  }

  put(...keys: string[]) {
    const Records = keys.map((key) => ({ PartitionKey: key, Data: Buffer.from(`data of ${key}`) }));
    return this.client.send(new PutRecordsCommand({ StreamName: 'events', Records }));
  }

  async iterator(start: Partial<GetShardIteratorCommandInput> = {}, shard = 0) {
    const from = { ShardIteratorType: 'TRIM_HORIZON' as const, ...start };
    const input = { StreamARN: STREAM_ARN, ShardId: shardId(shard), ...from };
    return (await this.client.send(new GetShardIteratorCommand(input))).ShardIterator;
  }

  async read(start: Partial<GetShardIteratorCommandInput> = {}, shard = 0) {
    return this.client.send(new GetRecordsCommand({ ShardIterator: await this.iterator(start, shard) }));
  }

  async close(): Promise<void> {
    this.client.destroy();
    await this.endpoint.close();
  }

  private addService(): Kinesis {
    return this.endpoint.add(new Kinesis(this.endpoint.surroundings, this.endpoint.faults, () => this.now));
  }

  private async declare(properties: Record<string, unknown> = {}): Promise<void> {
    await provision(this.kinesis, 'AWS::Kinesis::Stream', { Name: 'events', ShardCount: 1, ...properties });
  }
}
