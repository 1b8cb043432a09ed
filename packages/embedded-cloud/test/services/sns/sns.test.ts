import type { JsonObject } from '../../../src/core/service';
import { Sns } from '../../../src/services/sns/sns';
import { Endpoint, provision } from '../../support/endpoint';

const ARN = 'arn:aws:sns:us-east-1:000000000000:alarms';

let endpoint: Endpoint;
let sns: Sns;

beforeEach(async () => {
  endpoint = await Endpoint.open();
  sns = endpoint.add(new Sns(endpoint.surroundings, () => 1_000));
});

afterEach(() => endpoint.close());

const makeTopic = (properties: JsonObject = {}) =>
  provision(sns, 'AWS::SNS::Topic', { TopicName: 'alarms', ...properties });
const subscribe = (Endpoint: string, TopicArn = ARN) =>
  provision(sns, 'AWS::SNS::Subscription', { TopicArn, Protocol: 'email', Endpoint });
/** Calls as an SDK calls in the query protocol. */
const call = async (form: Record<string, string>): Promise<{ status: number; body: string }> => {
  const answer = await fetch(endpoint.surroundings.endpoint, {
    method: 'POST',
    headers: { authorization: 'AWS4-HMAC-SHA256 Credential=any/20261124/us-east-1/sns/aws4_request' },
    body: new URLSearchParams({ Version: '2010-03-31', ...form }),
  });
  return { status: answer.status, body: await answer.text() };
};

it('hands a message to who listens, with the addresses subscribed', async () => {
  expect(await makeTopic()).toEqual({ ref: ARN, attributes: { TopicArn: ARN, TopicName: 'alarms' } });
  await subscribe('sre@example.com');
  const heard: unknown[] = [];
  const stop = sns.onNotification((notification) => heard.push(notification));
  sns.notify(ARN, 'Subject', 'Message');
  stop();
  sns.notify(ARN, 'Unheard', 'Message');
  const addresses = ['sre@example.com'];
  expect(heard).toEqual([{ topicArn: ARN, subject: 'Subject', message: 'Message', at: 1_000, addresses }]);
});

it('remembers the last hundred', async () => {
  await makeTopic();
  for (let index = 1; index <= 105; index++) sns.notify(ARN, String(index), 'Message');
  expect(sns.notifications().map(({ subject }) => subject)).toEqual(
    Array.from({ length: 100 }, (_, index) => String(index + 6)),
  );
});

it('takes subscriptions that the topic itself declares, and policies as they are', async () => {
  await makeTopic({ Subscription: [{ Protocol: 'email', Endpoint: 'ops@example.com' }] });
  await provision(sns, 'AWS::SNS::TopicPolicy', { Topics: [ARN], PolicyDocument: {} });
  sns.notify(ARN, 'Subject', 'Message');
  expect(sns.notifications()[0]?.addresses).toEqual(['ops@example.com']);
});

it('refuses a subscription to no topic, and a FIFO topic', async () => {
  await expect(subscribe('sre@example.com')).rejects.toThrow(/There is no topic/);
  await expect(makeTopic({ TopicName: 'alarms.fifo' })).rejects.toThrow(/"alarms.fifo" can't name a topic/);
});

describe('over the wire', () => {
  beforeEach(async () => {
    await makeTopic();
    await subscribe('a&b <sre@example.com>');
  });

  it('takes messages', async () => {
    const { status, body } = await call({ Action: 'Publish', TopicArn: ARN, Subject: 'S', Message: '{"a":"<é>"}' });
    expect([status, body]).toEqual([200, expect.stringMatching(/<PublishResult><MessageId>[\w-]{36}<\/MessageId>/)]);
    expect(sns.notifications()).toMatchObject([{ subject: 'S', message: '{"a":"<é>"}' }]);
  });

  it('lists topics, subscriptions and attributes, in XML that holds whatever is in them', async () => {
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
  ])('answers %.60j with an error in XML', async (form, status, code) => {
    const answer = await call(form);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatch(new RegExp(`^<ErrorResponse.*<Type>Sender</Type><Code>${code}</Code>`));
    expect(answer.body).not.toContain('<&');
    expect(sns.notifications()).toEqual([]);
  });

  it('throttles when it is told to', async () => {
    endpoint.faults.set('sns', { throttle: 1 });
    expect((await call({ Action: 'ListTopics' })).body).toContain('<Code>Throttled</Code>');
  });
});
