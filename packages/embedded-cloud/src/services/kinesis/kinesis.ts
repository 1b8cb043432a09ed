import type { Faults } from '../../core/faults';
import type { ShardDescription, StreamReader, StreamRecord } from '../../core/ports';
import {
  type DeclaredResource,
  type JsonObject,
  type Operation,
  type Permissions,
  type ProvisionedResource,
  type Service,
  type ServiceMetric,
  ServiceError,
  type Surroundings,
} from '../../core/service';
import { Fields } from '../../core/fields';
import { apiModelIn } from '../../core/protocols/api-model';
import { streamNameIn, toDeclaration } from './declaration';
import { describeLimits, describeStream, describeStreamSummary, listShards, listStreams, toChild } from './describe';
import { FanOut } from './fan-out';
import { invalidArgument } from './invalid-argument';
import { fromIterator, toIterator } from './iterator';
import { kinesisInputs } from './inputs';
import { kinesisProperties } from './properties';
import { kinesisPermissions } from './permissions';
import { parseRecord, parseRecords } from './put-records';
import { toRecord } from './record';
import { hasEnded, parseSequence, readAfter, startOf } from './read-shard';
import { reshardCalls } from './reshard-calls';
import { arrivedAt, toSequenceNumber } from './sequence';
import { StreamMetrics } from './stream-metrics';
import { type HashedRecord, type Placement, Stream, streamFolder } from './stream';
import { rateExceeded, throttle, THROTTLED } from './throttle';

const SWEEP_MS = 60_000;
const MAX_GET_RECORDS = 10_000;

/** Kinesis Data Streams on local files; shard-log.ts stores the records. */
export class Kinesis implements Service, StreamReader {
  readonly name = 'kinesis';
  readonly throttlingCode = THROTTLED;
  readonly model = apiModelIn(__dirname);
  readonly provisions = { 'AWS::Kinesis::Stream': (resource: DeclaredResource) => this.provision(resource) };
  private readonly fanOut = new FanOut(
    (arn) => this.stream(streamNameIn(arn)),
    () => this.now(),
    () => this.surroundings.limits,
  );
  readonly inputs = kinesisInputs;
  readonly properties = kinesisProperties;
  readonly operations: Readonly<Record<string, Operation>> = {
    PutRecord: (input) => this.putRecord(new Fields(input)),
    PutRecords: (input) => this.putRecords(new Fields(input)),
    GetShardIterator: (input) => this.getShardIterator(new Fields(input)),
    GetRecords: (input) => this.getRecords(new Fields(input)),
    ListShards: (input) => listShards((fields) => this.streamOf(fields), new Fields(input)),
    DescribeLimits: () => describeLimits([...this.streams.values()]),
    ListStreams: (input) => listStreams([...this.streams.keys()], new Fields(input)),
    DescribeStream: (input) => describeStream(this.streamOf(new Fields(input)), new Fields(input)),
    DescribeStreamSummary: (input) => {
      const stream = this.streamOf(new Fields(input));
      return describeStreamSummary(stream, this.fanOut.countOf(stream));
    },
    ...reshardCalls((input) => this.streamOf(input)),
    ...this.fanOut.operations,
  };
  readonly permissions: Permissions;
  private readonly streams = new Map<string, Stream>();
  private readonly metrics = new StreamMetrics();
  private sweeper: NodeJS.Timeout | undefined;

  constructor(
    private readonly surroundings: Surroundings,
    private readonly faults: Faults,
    private readonly now: () => number = Date.now,
  ) {
    this.permissions = kinesisPermissions(surroundings, now);
  }

  start(): void {
    this.sweeper = setInterval(() => this.expire(), SWEEP_MS).unref();
  }

  stop(): Promise<void> {
    clearInterval(this.sweeper);
    this.fanOut.stop();
    for (const stream of this.streams.values()) stream.stop();
    return Promise.resolve();
  }

  /** Drops the records that are past their retention; runs every minute. */
  expire(): void {
    for (const stream of this.streams.values()) stream.expire();
  }

  /** Reshards to `count` equal ranges. It accepts on-demand streams too, because AWS reshards those automatically. */
  reshard(streamName: string, count: number): void {
    this.stream(streamName).reshard(count);
  }

  shards(streamArn: string): readonly ShardDescription[] {
    return this.stream(streamNameIn(streamArn)).all.map(({ state }) => state);
  }

  read(
    streamArn: string,
    shardId: string,
    afterSequence: string | undefined,
    limit: number,
  ): Promise<{ records: readonly StreamRecord[]; ended: boolean }> {
    const shard = this.stream(streamNameIn(streamArn)).shard(shardId);
    const { records, next } = readAfter(shard, afterSequence === undefined ? 0 : parseSequence(afterSequence), limit);
    this.metrics.read(streamNameIn(streamArn), records, this.now());
    return Promise.resolve({ records, ended: hasEnded(shard, next) });
  }

  tip(streamArn: string, shardId: string): string | undefined {
    const { tip } = this.stream(streamNameIn(streamArn)).shard(shardId).log;
    return tip === undefined ? undefined : toSequenceNumber(tip);
  }

  onChange(streamArn: string, listener: () => void): () => void {
    return this.stream(streamNameIn(streamArn)).onChange(listener);
  }

  private provision(resource: DeclaredResource): ProvisionedResource {
    const declaration = toDeclaration(resource, this.surroundings);
    const folder = streamFolder(this.surroundings.stateDir, declaration.name);
    this.streams.set(declaration.name, new Stream(declaration, folder, this.surroundings.limits, this.now));
    this.metrics.add(declaration.name);
    const encryptionKey = new Fields(resource.properties).object('StreamEncryption')?.optionalString('KeyId');
    return { ref: declaration.name, attributes: { Arn: declaration.arn }, encryptionKey };
  }

  serviceMetrics(): readonly ServiceMetric[] {
    return this.metrics.take();
  }

  readonly noteThrottle = (): void => this.metrics.throttled();

  private place(stream: Stream, records: readonly HashedRecord[]): Placement[] {
    const placements = stream.put(records);
    this.metrics.put(stream.declaration.name, records, placements);
    return placements;
  }

  private putRecord(input: Fields): JsonObject {
    const stream = this.streamOf(input);
    const [placement] = this.place(stream, [parseRecord(input, this.surroundings.limits)]);
    if (placement) return { ShardId: placement.shardId, SequenceNumber: placement.sequenceNumber };
    this.metrics.throttled(stream.declaration.name);
    throw throttle(stream);
  }

  private putRecords(input: Fields): JsonObject {
    const stream = this.streamOf(input);
    const records = parseRecords(input, this.surroundings.limits);
    const struck = records.map(() => this.faults.strikes(this.name, 'partial'));
    const placements = this.place(
      stream,
      struck.includes(true) ? records.filter((_, at) => !struck[at]) : records,
    ).values();
    let FailedRecordCount = 0;
    const Records = struck.map((isStruck) => {
      const placement = isStruck ? undefined : placements.next().value;
      if (placement) return { ShardId: placement.shardId, SequenceNumber: placement.sequenceNumber };
      FailedRecordCount += 1;
      return { ErrorCode: THROTTLED, ErrorMessage: rateExceeded(stream) };
    });
    this.metrics.batch(stream.declaration.name, records.length, FailedRecordCount);
    return { FailedRecordCount, Records };
  }

  private getShardIterator(input: Fields): JsonObject {
    const now = this.now();
    const stream = this.streamOf(input);
    const shard = stream.shard(input.string('ShardId'));
    const position = { streamName: stream.declaration.name, shardId: shard.state.shardId };
    return { ShardIterator: toIterator({ ...position, after: startOf(shard, input, now) }, now) };
  }

  private getRecords(input: Fields): JsonObject {
    const now = this.now();
    const position = fromIterator(input.string('ShardIterator'), now);
    const limit = input.optionalNumber('Limit') ?? MAX_GET_RECORDS;
    if (limit < 1 || limit > MAX_GET_RECORDS) throw invalidArgument(`Limit must be 1 to ${MAX_GET_RECORDS}.`);
    const stream = this.stream(position.streamName);
    const shard = stream.shard(position.shardId);
    if (!shard.reads.admits(now)) {
      this.metrics.readThrottled(position.streamName);
      throw throttle(stream);
    }
    const { records, next } = readAfter(shard, position.after, limit);
    shard.reads.count(records.reduce((sum, { data }) => sum + data.length, 0));
    this.metrics.read(position.streamName, records, now);
    return {
      Records: records.map((record) => toRecord(record, stream.declaration.encrypted)),
      MillisBehindLatest: next >= (shard.log.tip ?? 0) ? 0 : Math.max(0, now - arrivedAt(next)),
      ...(hasEnded(shard, next)
        ? { ChildShards: stream.childrenOf(shard.state.shardId).map(toChild) }
        : { NextShardIterator: toIterator({ ...position, after: next }, now) }),
    };
  }

  private streamOf(input: Fields): Stream {
    const arn = input.optionalString('StreamARN');
    return this.stream(arn === undefined ? input.string('StreamName') : streamNameIn(arn));
  }

  private stream(name: string): Stream {
    const stream = this.streams.get(name);
    if (stream) return stream;
    const message = `Stream ${name} under account ${this.surroundings.accountId} not found.`;
    throw new ServiceError('ResourceNotFoundException', message);
  }
}
