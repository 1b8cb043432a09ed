import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  type SendMessageBatchRequestEntry,
  SendMessageCommand,
  type SendMessageCommandInput,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { JsonObject } from '../../../src/core/service';
import { Sqs } from '../../../src/services/sqs/sqs';
import { Endpoint, provision } from '../../../src/testing/endpoint';

/** The ARN of a queue of the test account. */
export const queueArn = (name: string): string => `arn:aws:sqs:us-east-1:000000000000:${name}`;

/** Batch entries with the ids entry-0, entry-1 and so on. */
export const entries = (...bodies: string[]): SendMessageBatchRequestEntry[] =>
  bodies.map((MessageBody, index) => ({ Id: `entry-${index}`, MessageBody }));

/** SQS with one queue, `work`, behind an endpoint, with a client and a clock that the test sets. */
export class TestQueue {
  /** Epoch ms. */
  now = Date.now();
  url = '';
  readonly client: SQSClient;
  service: Sqs;

  private constructor(readonly endpoint: Endpoint) {
    this.service = this.addService();
    this.client = new SQSClient(endpoint.clientConfig());
  }

  static async open(properties: JsonObject = {}, endpoint?: Endpoint): Promise<TestQueue> {
    const queue = new TestQueue(endpoint ?? (await Endpoint.open()));
    queue.url = await queue.declare('work', properties);
    return queue;
  }

  /** Declares a queue, or changes the settings of a declared one; returns its URL. */
  async declare(QueueName: string, properties: JsonObject = {}): Promise<string> {
    return (await provision(this.service, 'AWS::SQS::Queue', { QueueName, ...properties })).ref;
  }

  /** Starts another service with the same state; the first one is not stopped, as after a crash. */
  async restart(): Promise<void> {
    this.service = this.addService();
    await this.declare('work');
  }

  send(MessageBody: string, more: Partial<SendMessageCommandInput> = {}) {
    return this.client.send(new SendMessageCommand({ QueueUrl: this.url, MessageBody, ...more }));
  }

  async receive(more: Partial<ReceiveMessageCommandInput> = {}): Promise<Message[]> {
    const input = { QueueUrl: this.url, MaxNumberOfMessages: 10, ...more };
    return (await this.client.send(new ReceiveMessageCommand(input))).Messages ?? [];
  }

  /** Receives messages and returns their bodies. */
  async bodies(more: Partial<ReceiveMessageCommandInput> = {}): Promise<(string | undefined)[]> {
    return (await this.receive(more)).map(({ Body }) => Body);
  }

  remove(message: Pick<Message, 'ReceiptHandle'> | undefined) {
    return this.client.send(new DeleteMessageCommand({ QueueUrl: this.url, ReceiptHandle: message?.ReceiptHandle }));
  }

  async attributes() {
    const input = { QueueUrl: this.url, AttributeNames: ['All' as const] };
    return (await this.client.send(new GetQueueAttributesCommand(input))).Attributes;
  }

  async close(): Promise<void> {
    this.client.destroy();
    await this.endpoint.close();
  }

  private addService(): Sqs {
    return this.endpoint.add(new Sqs(this.endpoint.surroundings, this.endpoint.faults, () => this.now));
  }
}
