import { Fields } from '../../core/fields';
import type { Limits } from '../../core/limits';
import type { JsonObject, Operation } from '../../core/service';
import { type Consumer, Consumers } from './consumers';
import { invalidArgument } from './invalid-argument';
import { startOf } from './read-shard';
import type { Stream } from './stream';
import { Subscriptions } from './subscriptions';

const MAX_LISTED = 100;

/** Enhanced fan-out: registered consumers, which subscribe to shards. */
export class FanOut {
  readonly operations: Readonly<Record<string, Operation>> = {
    RegisterStreamConsumer: (input) => {
      const fields = new Fields(input);
      const name = fields.string('ConsumerName');
      if (!/^[\w.-]{1,128}$/.test(name)) throw invalidArgument(`"${name}" is not a valid consumer name.`);
      const consumer = this.consumersOf(this.find(fields.string('StreamARN'))).register(name);
      return { Consumer: { ...describe(consumer), ConsumerStatus: 'CREATING' } };
    },
    DescribeStreamConsumer: (input) => {
      const { consumer, stream } = this.named(new Fields(input));
      return { ConsumerDescription: { ...describe(consumer), StreamARN: stream.declaration.arn } };
    },
    ListStreamConsumers: (input) => {
      const fields = new Fields(input);
      return listConsumers(this.consumersOf(this.find(fields.string('StreamARN'))), fields);
    },
    DeregisterStreamConsumer: (input) => {
      const { consumer, stream } = this.named(new Fields(input));
      this.subscriptions.stop(consumer);
      this.consumersOf(stream).remove(consumer);
      return {};
    },
    SubscribeToShard: (input) => this.subscribe(new Fields(input)),
  };
  private readonly byStream = new Map<string, Consumers>();
  private readonly subscriptions: Subscriptions;

  /** `find` throws ResourceNotFoundException when there is no stream of this ARN. */
  constructor(
    private readonly find: (streamArn: string) => Stream,
    private readonly now: () => number,
    limits: () => Limits,
  ) {
    this.subscriptions = new Subscriptions(now, limits);
  }

  countOf(stream: Stream): number {
    return this.consumersOf(stream).all.length;
  }

  /** Ends every subscription. */
  stop(): void {
    this.subscriptions.stop();
  }

  private subscribe(input: Fields): JsonObject {
    const { consumer, stream } = this.named(input);
    const shard = stream.shard(input.string('ShardId'));
    const position = input.object('StartingPosition') ?? new Fields({});
    const start = {
      ShardIteratorType: position.string('Type'),
      StartingSequenceNumber: position.optionalString('SequenceNumber'),
      Timestamp: position.optionalNumber('Timestamp'),
    };
    const after = startOf(shard, new Fields(start), this.now());
    return { EventStream: this.subscriptions.subscribe({ consumer, stream, shard, after }) };
  }

  /** The consumer that a call names by ConsumerARN, or by StreamARN and ConsumerName. */
  private named(input: Fields): { readonly stream: Stream; readonly consumer: Consumer } {
    const arn = input.optionalString('ConsumerARN');
    const stream = this.find(arn === undefined ? input.string('StreamARN') : streamArnIn(arn));
    return { stream, consumer: this.consumersOf(stream).get(arn ?? input.string('ConsumerName')) };
  }

  private consumersOf({ folder, declaration }: Stream): Consumers {
    const consumers = this.byStream.get(declaration.name) ?? new Consumers(folder, declaration.arn, this.now);
    this.byStream.set(declaration.name, consumers);
    return consumers;
  }
}

/** The ARN of the stream in the ARN of one of its consumers. */
const streamArnIn = (consumerArn: string): string => consumerArn.replace(/\/consumer\/.*$/, '');

const listConsumers = ({ all }: Consumers, input: Fields): JsonObject => {
  const after = input.optionalString('NextToken') ?? '';
  const rest = all.filter(({ name }) => name > after).sort((a, b) => (a.name < b.name ? -1 : 1));
  const page = rest.slice(0, input.optionalNumber('MaxResults') ?? MAX_LISTED);
  return { Consumers: page.map(describe), ...(page.length < rest.length && { NextToken: page.at(-1)?.name }) };
};

const describe = ({ name, arn, createdAt }: Consumer): JsonObject => ({
  ConsumerName: name,
  ConsumerARN: arn,
  ConsumerStatus: 'ACTIVE',
  ConsumerCreationTimestamp: createdAt,
});
