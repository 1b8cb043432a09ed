import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Faults } from '../../core/faults';
import type { QueueReader, QueueWriter } from '../../core/ports';
import {
  type DeclaredResource,
  type JsonObject,
  type Operation,
  type ProvisionedResource,
  type Service,
  type ServiceMetric,
  ServiceError,
  type Surroundings,
} from '../../core/service';
import { Fields } from '../../core/fields';
import { Journal } from './journal';
import {
  batchOf,
  changeMessageVisibility,
  deleteMessage,
  type QueueCall,
  receiveMessage,
  sendMessage,
  sendMessageBatch,
} from './message-calls';
import { toDraft } from './message';
import { Queue } from './queue';
import { getQueueAttributes, purgeQueue, setQueueAttributes, startMessageMoveTask } from './queue-calls';
import { toSettings } from './queue-settings';
import { toQueueMessage } from './received-message';
import { sqsErrorResponse } from './sqs-errors';

const MISSING = 'MissingParameter';

/** SQS: standard queues, each with a journal `<stateDir>/sqs/<queue>.jsonl`. */
export class Sqs implements Service, QueueReader, QueueWriter {
  readonly name = 'sqs';
  readonly throttlingCode = 'RequestThrottled';
  readonly errorResponse = sqsErrorResponse;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly provisions = { 'AWS::SQS::Queue': (resource: DeclaredResource) => this.provision(resource) };

  private readonly folder: string;
  private readonly queues = new Map<string, Queue>();

  constructor(
    private readonly surroundings: Surroundings,
    faults: Faults,
    private readonly now: () => number = Date.now,
  ) {
    this.folder = join(surroundings.stateDir, 'sqs');
    mkdirSync(this.folder, { recursive: true });
    this.operations = {
      SendMessage: this.about(sendMessage),
      SendMessageBatch: this.about(sendMessageBatch(() => faults.strikes('sqs', 'partial'))),
      ReceiveMessage: this.about(receiveMessage),
      DeleteMessage: this.about(deleteMessage),
      DeleteMessageBatch: this.about(batchOf(deleteMessage)),
      ChangeMessageVisibility: this.about(changeMessageVisibility),
      ChangeMessageVisibilityBatch: this.about(batchOf(changeMessageVisibility)),
      GetQueueAttributes: this.about(getQueueAttributes),
      SetQueueAttributes: this.about(setQueueAttributes),
      PurgeQueue: this.about(purgeQueue),
      GetQueueUrl: (input) => this.getQueueUrl(new Fields(input, MISSING)),
      ListQueues: (input) => this.listQueues(new Fields(input, MISSING)),
      StartMessageMoveTask: (input) => startMessageMoveTask(new Fields(input, MISSING), (arn) => this.find(arn)),
    };
  }

  readonly receive: QueueReader['receive'] = async (queueArn, maxMessages, waitMs) =>
    (await this.existing(queueArn).receive(maxMessages, waitMs)).map(toQueueMessage);

  readonly remove: QueueReader['remove'] = (queueArn, receiptHandles) => {
    const queue = this.existing(queueArn);
    for (const handle of receiptHandles) queue.remove(handle);
    return Promise.resolve();
  };

  /** Sends a message without attributes, for on-failure destinations. */
  readonly send = async (queueArn: string, body: string): Promise<void> => {
    const draft = toDraft(new Fields({ MessageBody: body }, MISSING));
    await Promise.resolve(this.existing(queueArn).send(draft));
  };

  serviceMetrics(): readonly ServiceMetric[] {
    return [...this.queues.values()].flatMap((queue) => {
      const { visible, inFlight, oldestAgeSeconds } = queue.counts();
      queue.published.measure('ApproximateNumberOfMessagesVisible', visible);
      queue.published.measure('ApproximateNumberOfMessagesNotVisible', inFlight);
      queue.published.measure('ApproximateAgeOfOldestMessage', oldestAgeSeconds);
      return queue.published.take();
    });
  }

  stop(): Promise<void> {
    for (const queue of this.queues.values()) queue.close();
    this.queues.clear();
    return Promise.resolve();
  }

  /** The operation that a call about the queue of its QueueUrl makes. */
  private about(call: QueueCall): Operation {
    return (input) => {
      const fields = new Fields(input, MISSING);
      // By its last part alone: the host is the endpoint's by any of its names.
      return call(this.existing(fields.string('QueueUrl').replace(/^.*\//, '')), fields);
    };
  }

  /** By name or ARN. */
  private find(queue: string): Queue | undefined {
    return this.queues.get(queue.replace(/^arn:aws:sqs:[^:]*:[^:]*:/, ''));
  }

  private existing(queue: string): Queue {
    const found = this.find(queue);
    if (!found) throw new ServiceError('QueueDoesNotExist', 'The specified queue does not exist.');
    return found;
  }

  private urlOf(name: string): string {
    return `${this.surroundings.endpoint}/${this.surroundings.accountId}/${name}`;
  }

  private getQueueUrl(input: Fields): JsonObject {
    return { QueueUrl: this.urlOf(this.existing(input.string('QueueName')).name) };
  }

  private listQueues(input: Fields): JsonObject {
    const prefix = input.optionalString('QueueNamePrefix') ?? '';
    const after = input.optionalString('NextToken') ?? '';
    const names = [...this.queues.keys()].filter((name) => name.startsWith(prefix) && name > after).sort();
    const page = names.slice(0, input.optionalNumber('MaxResults') ?? 1_000);
    const next = page.length < names.length ? { NextToken: page.at(-1) } : {};
    return { QueueUrls: page.map((name) => this.urlOf(name)), ...next };
  }

  private provision(resource: DeclaredResource): ProvisionedResource {
    const properties = new Fields(resource.properties);
    const name = properties.optionalString('QueueName') ?? resource.generatedName(80);
    if (properties.boolean('FifoQueue') || name.endsWith('.fifo')) {
      throw new ServiceError('UnsupportedOperation', `The embedded SQS runs no FIFO queues, and ${name} is one.`);
    }
    if (!/^[\w-]{1,80}$/.test(name)) throw new ServiceError('InvalidParameterValue', `"${name}" can't name a queue.`);
    const settings = toSettings(properties);
    const { region, accountId } = this.surroundings;
    const arn = `arn:aws:sqs:${region}:${accountId}:${name}`;
    const kept = this.queues.get(name);
    if (kept) kept.settings = settings;
    else this.queues.set(name, this.open(name, arn, settings));
    return { ref: this.urlOf(name), attributes: { Arn: arn, QueueName: name, QueueUrl: this.urlOf(name) } };
  }

  private open(name: string, arn: string, settings: Queue['settings']): Queue {
    const journal = new Journal(join(this.folder, `${name}.jsonl`));
    return new Queue({ name, arn, settings, journal, now: this.now, find: (wanted) => this.find(wanted) });
  }
}
