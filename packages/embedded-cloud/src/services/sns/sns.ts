import { randomUUID } from 'node:crypto';
import type { AlarmNotifier } from '../../core/ports';
import {
  type DeclaredResource,
  type JsonObject,
  type Operation,
  type ProvisionedResource,
  type Service,
  ServiceError,
  type Surroundings,
} from '../../core/service';
import { Fields } from '../../core/fields';
import { apiModelIn } from '../../core/protocols/api-model';
import { snsInputs } from './inputs';
import { snsProperties } from './properties';
import { snsPermissions } from './permissions';

/** A message that was published to a topic. */
export interface Notification {
  readonly topicArn: string;
  readonly subject: string;
  readonly message: string;
  /** Epoch ms. */
  readonly at: number;
  /** The endpoints that are subscribed to the topic. */
  readonly addresses: readonly string[];
}

interface Subscription {
  readonly arn: string;
  readonly protocol: string;
  readonly address: string;
}

interface Topic {
  readonly subscriptions: Subscription[];
}

const MAX_NOTIFICATIONS = 100;
const MAX_SUBJECT_LENGTH = 100;
const MAX_MESSAGE_BYTES = 262_144;

/** SNS topics, in memory. Messages are kept for display and are not sent to the subscribers. */
export class Sns implements Service, AlarmNotifier {
  readonly name = 'sns';
  readonly throttlingCode = 'Throttled';
  readonly model = apiModelIn(__dirname);
  readonly inputs = snsInputs;
  readonly properties = snsProperties;
  readonly permissions = snsPermissions;
  readonly denial = { code: 'AuthorizationError', status: 403 };
  readonly provisions = {
    'AWS::SNS::Topic': (resource: DeclaredResource) => this.provisionTopic(resource),
    'AWS::SNS::Subscription': (resource: DeclaredResource) => this.provisionSubscription(resource),
  };
  readonly operations: Readonly<Record<string, Operation>> = {
    Publish: (input) => this.publish(toFields(input)),
    ListTopics: () => ({ Topics: [...this.topics.keys()].map((TopicArn) => ({ TopicArn })) }),
    ListSubscriptionsByTopic: (input) => this.listSubscriptions(toFields(input).string('TopicArn')),
    GetTopicAttributes: (input) => this.topicAttributes(toFields(input).string('TopicArn')),
  };
  private readonly topics = new Map<string, Topic>();
  private readonly listeners = new Set<(notification: Notification) => void>();
  private readonly recent: Notification[] = [];

  constructor(
    private readonly surroundings: Surroundings,
    private readonly now: () => number = Date.now,
  ) {}

  notify(topicArn: string, subject: string, message: string): void {
    const addresses = this.topic(topicArn).subscriptions.map(({ address }) => address);
    const notification = { topicArn, subject, message, at: this.now(), addresses };
    this.recent.push(notification);
    if (this.recent.length > MAX_NOTIFICATIONS) this.recent.shift();
    for (const listener of this.listeners) listener(notification);
  }

  /** The last 100 messages, oldest first. */
  notifications(): readonly Notification[] {
    return this.recent;
  }

  /** Calls the listener with each message; returns the function that unsubscribes it. */
  onNotification(listener: (notification: Notification) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private publish(input: Fields): JsonObject {
    const [subject, message] = [input.optionalString('Subject') ?? '', input.string('Message')];
    if (message === '') throw invalid('Empty message');
    if (Buffer.byteLength(message) > MAX_MESSAGE_BYTES) throw invalid(`Message exceeds ${MAX_MESSAGE_BYTES} bytes`);
    if (subject.length > MAX_SUBJECT_LENGTH) throw invalid(`Subject exceeds ${MAX_SUBJECT_LENGTH} characters`);
    if (input.has('MessageStructure')) throw invalid('MessageStructure is not supported');
    this.notify(input.optionalString('TargetArn') ?? input.string('TopicArn'), subject, message);
    return { MessageId: randomUUID() };
  }

  private listSubscriptions(TopicArn: string): JsonObject {
    const Owner = this.surroundings.accountId;
    const { subscriptions } = this.topic(TopicArn);
    return {
      Subscriptions: subscriptions.map(({ arn, protocol, address }) => ({
        TopicArn,
        SubscriptionArn: arn,
        Protocol: protocol,
        Endpoint: address,
        Owner,
      })),
    };
  }

  private topicAttributes(topicArn: string): JsonObject {
    const { subscriptions } = this.topic(topicArn);
    return {
      Attributes: {
        TopicArn: topicArn,
        Owner: this.surroundings.accountId,
        SubscriptionsConfirmed: String(subscriptions.length),
        SubscriptionsPending: '0',
      },
    };
  }

  private topic(topicArn: string): Topic {
    const topic = this.topics.get(topicArn);
    if (!topic) throw new ServiceError('NotFound', `The topic ${topicArn} does not exist.`, 404);
    return topic;
  }

  private provisionTopic(resource: DeclaredResource): ProvisionedResource {
    const properties = new Fields(resource.properties);
    const name = properties.optionalString('TopicName') ?? resource.generatedName();
    if (!/^[\w-]{1,256}$/.test(name)) throw invalid(`"${name}" is not a valid topic name`);
    const arn = `arn:aws:sns:${this.surroundings.region}:${this.surroundings.accountId}:${name}`;
    this.topics.set(arn, { subscriptions: [] });
    for (const subscription of properties.objects('Subscription')) this.subscribe(arn, subscription);
    const encryptionKey = properties.optionalString('KmsMasterKeyId');
    return { ref: arn, attributes: { TopicArn: arn, TopicName: name }, encryptionKey };
  }

  private provisionSubscription(resource: DeclaredResource): ProvisionedResource {
    const properties = new Fields(resource.properties);
    return { ref: this.subscribe(properties.string('TopicArn'), properties).arn, attributes: {} };
  }

  private subscribe(topicArn: string, properties: Fields): Subscription {
    const subscription = {
      arn: `${topicArn}:${randomUUID()}`,
      protocol: properties.string('Protocol'),
      address: properties.string('Endpoint'),
    };
    this.topic(topicArn).subscriptions.push(subscription);
    return subscription;
  }
}

const invalid = (problem: string): ServiceError =>
  new ServiceError('InvalidParameter', `Invalid parameter: ${problem}.`);

const toFields = (input: JsonObject): Fields => new Fields(input, 'InvalidParameter');
