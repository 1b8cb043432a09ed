import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Faults } from '../../core/faults';
import type { QueueReader, QueueWriter } from '../../core/ports';
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
import { invalidParameter } from './invalid-parameter';
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
import { sqsPermissions } from './permissions';
import { Queue } from './queue';
import { getQueueAttributes, purgeQueue, setQueueAttributes, startMessageMoveTask } from './queue-calls';
import { toSettings } from './queue-settings';
import { toQueueMessage } from './received-message';
import { sqsInputs } from './inputs';
import { sqsProperties } from './properties';

const MISSING = 'MissingParameter';

/** SQS with standard queues; each has a journal `<stateDir>/sqs/<queue>.jsonl`. */
export class Sqs implements Service, QueueReader, QueueWriter {
  readonly name = 'sqs';
  readonly throttlingCode = 'RequestThrottled';
  readonly throttlingStatus = 403;
  readonly model = apiModelIn(__dirname);
  readonly denial = { code: 'AccessDeniedException', status: 403 };
  readonly inputs = sqsInputs;
  readonly properties = sqsProperties;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly permissions: Permissions;
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
    this.permissions = sqsPermissions(surroundings);
    this.operations = {
      SendMessage: this.forQueue(sendMessage),
      SendMessageBatch: this.forQueue(sendMessageBatch(() => faults.strikes('sqs', 'partial'))),
      ReceiveMessage: this.forQueue(receiveMessage),
      DeleteMessage: this.forQueue(deleteMessage),
      DeleteMessageBatch: this.forQueue(batchOf(deleteMessage)),
      ChangeMessageVisibility: this.forQueue(changeMessageVisibility),
      ChangeMessageVisibilityBatch: this.forQueue(batchOf(changeMessageVisibility)),
      GetQueueAttributes: this.forQueue(getQueueAttributes),
      SetQueueAttributes: this.forQueue(setQueueAttributes),
      PurgeQueue: this.forQueue(purgeQueue),
      GetQueueUrl: (input) => this.getQueueUrl(new Fields(input, MISSING)),
      ListQueues: (input) => this.listQueues(new Fields(input, MISSING)),
      StartMessageMoveTask: (input) => startMessageMoveTask(new Fields(input, MISSING), (arn) => this.find(arn)),
    };
  }

  /** Clients of the Query protocol may send a request to the URL of its queue instead of naming the queue. */
  readonly completeInput: Service['completeInput'] = (input, { path }) =>
    path === '/' || input['QueueUrl'] !== undefined ? input : { ...input, QueueUrl: path };

  readonly receive: QueueReader['receive'] = async (queueArn, maxMessages, waitMs) =>
    (await this.queue(queueArn).receive(maxMessages, waitMs)).map(toQueueMessage);

  readonly remove: QueueReader['remove'] = (queueArn, receiptHandles) => {
    const queue = this.queue(queueArn);
    for (const handle of receiptHandles) queue.remove(handle);
    return Promise.resolve();
  };

  /** Sends a message without attributes, for on-failure destinations. */
  readonly send = async (queueArn: string, body: string): Promise<void> => {
    const draft = toDraft(new Fields({ MessageBody: body }, MISSING));
    await Promise.resolve(this.queue(queueArn).send(draft));
  };

  serviceMetrics(): readonly ServiceMetric[] {
    return [...this.queues.values()].flatMap((queue) => {
      const { visible, inFlight, oldestAgeSeconds } = queue.counts();
      queue.metrics.measure('ApproximateNumberOfMessagesVisible', visible);
      queue.metrics.measure('ApproximateNumberOfMessagesNotVisible', inFlight);
      queue.metrics.measure('ApproximateAgeOfOldestMessage', oldestAgeSeconds);
      return queue.metrics.take();
    });
  }

  stop(): Promise<void> {
    for (const queue of this.queues.values()) queue.close();
    this.queues.clear();
    return Promise.resolve();
  }

  /** Makes an operation that addresses the queue in its QueueUrl. */
  private forQueue(call: QueueCall): Operation {
    return (input) => {
      const fields = new Fields(input, MISSING);
      // Only the last part of the URL counts, because the endpoint has several host names.
      return call(this.queue(fields.string('QueueUrl').replace(/^.*\//, '')), fields);
    };
  }

  private find(nameOrArn: string): Queue | undefined {
    return this.queues.get(nameOrArn.replace(/^arn:aws:sqs:[^:]*:[^:]*:/, ''));
  }

  private queue(nameOrArn: string): Queue {
    const queue = this.find(nameOrArn);
    if (!queue) throw new ServiceError('QueueDoesNotExist', 'The specified queue does not exist.');
    return queue;
  }

  private urlOf(name: string): string {
    return `${this.surroundings.endpoint}/${this.surroundings.accountId}/${name}`;
  }

  private getQueueUrl(input: Fields): JsonObject {
    return { QueueUrl: this.urlOf(this.queue(input.string('QueueName')).name) };
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
      throw new ServiceError('UnsupportedOperation', `The embedded SQS does not support FIFO queues such as ${name}.`);
    }
    if (!/^[\w-]{1,80}$/.test(name)) throw invalidParameter(`"${name}" is not a valid queue name.`);
    const settings = toSettings(properties);
    const { region, accountId } = this.surroundings;
    const arn = `arn:aws:sqs:${region}:${accountId}:${name}`;
    const existing = this.queues.get(name);
    if (existing) existing.settings = settings;
    else this.queues.set(name, this.open(name, arn, settings));
    const attributes = { Arn: arn, QueueName: name, QueueUrl: this.urlOf(name) };
    return { ref: this.urlOf(name), attributes, encryptionKey: properties.optionalString('KmsMasterKeyId') };
  }

  private open(name: string, arn: string, settings: Queue['settings']): Queue {
    const journal = new Journal(join(this.folder, `${name}.jsonl`));
    return new Queue({
      name,
      arn,
      settings,
      journal,
      now: this.now,
      limits: this.surroundings.limits,
      find: (deadLetterArn) => this.find(deadLetterArn),
    });
  }
}
