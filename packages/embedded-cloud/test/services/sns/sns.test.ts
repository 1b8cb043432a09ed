import type { JsonObject } from '../../../src/core/service';
import { Sns } from '../../../src/services/sns/sns';
import { Endpoint, provision } from '../../../src/testing/endpoint';

const ARN = 'arn:aws:sns:us-east-1:000000000000:alarms';

let endpoint: Endpoint;
let sns: Sns;

beforeEach(async () => {
  endpoint = await Endpoint.open();
  sns = endpoint.add(new Sns(endpoint.surroundings, () => 1_000));
});

afterEach(() => endpoint.close());

const declareTopic = (properties: JsonObject = {}) =>
  provision(sns, 'AWS::SNS::Topic', { TopicName: 'alarms', ...properties });
const subscribe = (Endpoint: string, TopicArn = ARN) =>
  provision(sns, 'AWS::SNS::Subscription', { TopicArn, Protocol: 'email', Endpoint });
/** Sends a request as an SDK does in the query protocol. */
const call = async (form: Record<string, string>): Promise<{ status: number; body: string }> => {
  const response = await fetch(endpoint.surroundings.endpoint, {
    method: 'POST',
    headers: { authorization: 'AWS4-HMAC-SHA256 Credential=any/20261124/us-east-1/sns/aws4_request' },
    body: new URLSearchParams({ Version: '2010-03-31', ...form }),
  });
  return { status: response.status, body: await response.text() };
};

describe('a topic', () => {
  it('passes messages to listeners, with the subscribed addresses', async () => {
    expect(await declareTopic()).toEqual({ ref: ARN, attributes: { TopicArn: ARN, TopicName: 'alarms' } });
    await subscribe('sre@example.com');
    const received: unknown[] = [];
    const unsubscribe = sns.onNotification((notification) => received.push(notification));
    sns.notify(ARN, 'Subject', 'Message');
    unsubscribe();
    sns.notify(ARN, 'Later', 'Message');
    const addresses = ['sre@example.com'];
    expect(received).toEqual([{ topicArn: ARN, subject: 'Subject', message: 'Message', at: 1_000, addresses }]);
  });

  it('keeps its last 100 messages', async () => {
    await declareTopic();
    for (let index = 1; index <= 105; index++) sns.notify(ARN, String(index), 'Message');
    expect(sns.notifications().map(({ subject }) => subject)).toEqual(
      Array.from({ length: 100 }, (_, index) => String(index + 6)),
    );
  });

  it('has the subscriptions in its own declaration', async () => {
    await declareTopic({ Subscription: [{ Protocol: 'email', Endpoint: 'ops@example.com' }] });
    sns.notify(ARN, 'Subject', 'Message');
    expect(sns.notifications()[0]?.addresses).toEqual(['ops@example.com']);
  });

  it('must exist for a subscription and cannot be a FIFO topic', async () => {
    await expect(subscribe('sre@example.com')).rejects.toThrow(`The topic ${ARN} does not exist.`);
    const fifo = declareTopic({ TopicName: 'alarms.fifo' });
    await expect(fifo).rejects.toThrow('"alarms.fifo" is not a valid topic name');
  });
});

describe('the API of SNS', () => {
  beforeEach(async () => {
    await declareTopic();
    await subscribe('a&b <sre@example.com>');
  });

  it('publishes messages', async () => {
    const { status, body } = await call({ Action: 'Publish', TopicArn: ARN, Subject: 'S', Message: '{"a":"<é>"}' });
    expect([status, body]).toEqual([200, expect.stringMatching(/<PublishResult><MessageId>[\w-]{36}<\/MessageId>/)]);
    expect(sns.notifications()).toMatchObject([{ subject: 'S', message: '{"a":"<é>"}' }]);
  });

  it('lists topics, subscriptions and attributes in escaped XML', async () => {
    expect((await call({ Action: 'ListTopics' })).body).toContain(`<member><TopicArn>${ARN}</TopicArn></member>`);
    const { body } = await call({ Action: 'ListSubscriptionsByTopic', TopicArn: ARN });
    expect(body).toContain('<Protocol>email</Protocol><Endpoint>a&amp;b &lt;sre@example.com&gt;</Endpoint>');
    expect((await call({ Action: 'GetTopicAttributes', TopicArn: ARN })).body).toContain(
      '<entry><key>SubscriptionsConfirmed</key><value>1</value></entry>',
    );
  });

  it.each<[Record<string, string>, number, string]>([
    [{ Action: 'Subscribe' }, 400, 'InvalidAction'],
    [{ Action: '<&' }, 400, 'InvalidAction'],
    [{ Action: 'Publish', Message: 'M' }, 400, 'InvalidParameter'],
    [{ Action: 'Publish', TopicArn: ARN }, 400, 'InvalidParameter'],
    [{ Action: 'Publish', TopicArn: ARN, Message: '' }, 400, 'InvalidParameter'],
    [{ Action: 'Publish', TopicArn: ARN, Message: 'M', Subject: 's'.repeat(101) }, 400, 'InvalidParameter'],
    [{ Action: 'Publish', TopicArn: ARN, Message: 'M'.repeat(262_145) }, 400, 'InvalidParameter'],
    [{ Action: 'Publish', TopicArn: `${ARN}-gone`, Message: 'M' }, 404, 'NotFound'],
  ])('rejects %.60j with an error in XML', async (form, status, code) => {
    const response = await call(form);
    expect(response.status).toBe(status);
    expect(response.body).toMatch(new RegExp(`^<ErrorResponse.*<Type>Sender</Type><Code>${code}</Code>`));
    expect(response.body).not.toContain('<&');
    expect(sns.notifications()).toEqual([]);
  });

  it('is throttled by an injected fault', async () => {
    endpoint.faults.set('sns', { throttle: 1 });
    expect((await call({ Action: 'ListTopics' })).body).toContain('<Code>Throttled</Code>');
  });
});
