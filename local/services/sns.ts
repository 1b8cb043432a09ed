import { randomUUID } from 'node:crypto';
import type { AlarmNotifier } from '../ports';
import {
  type DeclaredResource,
  type HttpRequest,
  type HttpResponse,
  type ProvisionedResource,
  type Service,
  ServiceError,
  type Surroundings,
} from '../service';
import { Fields } from './fields';

/** A message as its topic's subscribers get it. */
export interface Notification {
  readonly topicArn: string;
  readonly subject: string;
  readonly message: string;
  /** Epoch ms. */
  readonly at: number;
  /** Endpoints subscribed to the topic. */
  readonly addresses: readonly string[];
}

const REMEMBERED = 100;

/** SNS: topics whose messages are shown on this machine instead of being sent to anybody. */
export class Sns implements Service, AlarmNotifier {
  readonly name = 'sns';
  readonly throttlingCode = 'Throttled';
  readonly errorResponse = (error: ServiceError): HttpResponse =>
    xml(error.status, 'ErrorResponse', tag('Error', tag('Code', error.code) + tag('Message', error.message)));
  readonly provisions = {
    'AWS::SNS::Topic': (resource: DeclaredResource) => this.provisionTopic(resource),
    'AWS::SNS::Subscription': (resource: DeclaredResource) => this.provisionSubscription(resource),
  };
  private readonly addresses = new Map<string, string[]>();
  private readonly listeners = new Set<(notification: Notification) => void>();
  private readonly kept: Notification[] = [];

  constructor(private readonly surroundings: Surroundings) {}

  notify(topicArn: string, subject: string, message: string): void {
    const notification = { topicArn, subject, message, at: Date.now(), addresses: this.subscribers(topicArn) };
    this.kept.push(notification);
    if (this.kept.length > REMEMBERED) this.kept.shift();
    for (const listener of this.listeners) listener(notification);
  }

  /** The latest, oldest first. */
  notifications(): readonly Notification[] {
    return this.kept;
  }

  /** Calls back with each message; returns how to stop. */
  onNotification(listener: (notification: Notification) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The query protocol: a form in, XML out. */
  readonly handle = (request: HttpRequest): Promise<HttpResponse> => {
    const form = new URLSearchParams(request.body.toString('utf8'));
    const action = form.get('Action') ?? '';
    return Promise.resolve(xml(200, `${action}Response`, tag(`${action}Result`, this.answer(action, form))));
  };

  private answer(action: string, form: URLSearchParams): string {
    switch (action) {
      case 'Publish':
        this.notify(needed(form, 'TopicArn'), form.get('Subject') ?? '', needed(form, 'Message'));
        return tag('MessageId', randomUUID());
      case 'ListTopics':
        return tag('Topics', [...this.addresses.keys()].map((arn) => member(tag('TopicArn', arn))).join(''));
      case 'ListSubscriptionsByTopic': {
        const arn = needed(form, 'TopicArn');
        const members = this.subscribers(arn).map((address) =>
          member(tag('TopicArn', arn) + tag('Protocol', 'email') + tag('Endpoint', address)),
        );
        return tag('Subscriptions', members.join(''));
      }
      default:
        throw new ServiceError('InvalidAction', `The embedded SNS does not run "${action}".`);
    }
  }

  private subscribers(topicArn: string): readonly string[] {
    const addresses = this.addresses.get(topicArn);
    if (!addresses) throw new ServiceError('NotFound', `There is no topic ${topicArn}.`, 404);
    return addresses;
  }

  private provisionTopic(resource: DeclaredResource): ProvisionedResource {
    const name = new Fields(resource.properties).optionalString('TopicName') ?? resource.generatedName();
    const arn = `arn:aws:sns:${this.surroundings.region}:${this.surroundings.accountId}:${name}`;
    this.addresses.set(arn, []);
    return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
  }

  private provisionSubscription(resource: DeclaredResource): ProvisionedResource {
    const properties = new Fields(resource.properties);
    const topicArn = properties.string('TopicArn');
    const addresses = this.addresses.get(topicArn);
    if (!addresses) throw new ServiceError('NotFound', `There is no topic ${topicArn}.`, 404);
    addresses.push(properties.string('Endpoint'));
    return { ref: `${topicArn}:${resource.logicalId}`, attributes: {} };
  }
}

const needed = (form: URLSearchParams, name: string): string => {
  const value = form.get(name);
  if (value === null) throw new ServiceError('InvalidParameter', `${name} is missing.`);
  return value;
};

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Content that is no markup is escaped. */
const tag = (name: string, content: string): string =>
  `<${name}>${content.startsWith('<') ? content : escape(content)}</${name}>`;

const member = (content: string): string => tag('member', content);

const xml = (status: number, root: string, content: string): HttpResponse => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<${root} xmlns="http://sns.amazonaws.com/doc/2010-03-31/">${content}${tag('ResponseMetadata', tag('RequestId', randomUUID()))}</${root}>`,
});
