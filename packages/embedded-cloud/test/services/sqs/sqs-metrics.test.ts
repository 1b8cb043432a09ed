import { Sqs } from '../../../src/services/sqs/sqs';
import { Endpoint, provision } from '../../support/endpoint';
import { publishedBy } from '../../support/published';

const ARN = 'arn:aws:sqs:us-east-1:000000000000:work';
const DEAD_ARN = 'arn:aws:sqs:us-east-1:000000000000:dead';

let endpoint: Endpoint;
let sqs: Sqs;
let now: number;

const named = (name: string, unit = 'Count', queue = 'work') => `AWS/SQS ${name}{QueueName=${queue}} ${unit}`;
const VISIBLE = named('ApproximateNumberOfMessagesVisible');
const NOT_VISIBLE = named('ApproximateNumberOfMessagesNotVisible');
const AGE = named('ApproximateAgeOfOldestMessage', 'Seconds');

const receive = (maxMessages: number) => sqs.receive(ARN, maxMessages, 0);

beforeEach(async () => {
  now = Date.now();
  endpoint = await Endpoint.open();
  sqs = endpoint.add(new Sqs(endpoint.surroundings, endpoint.faults, () => now));
  await provision(sqs, 'AWS::SQS::Queue', { QueueName: 'dead' });
  const RedrivePolicy = { deadLetterTargetArn: DEAD_ARN, maxReceiveCount: 1 };
  await provision(sqs, 'AWS::SQS::Queue', { QueueName: 'work', VisibilityTimeout: 30, RedrivePolicy });
});

afterEach(() => endpoint.close());

it('publishes zeros of a queue that is empty', async () => {
  const published = Object.entries(await publishedBy(sqs)).filter(([name]) => name.includes('QueueName=work'));
  expect(Object.fromEntries(published)).toEqual({
    [named('NumberOfMessagesSent')]: [0],
    [named('NumberOfMessagesReceived')]: [0],
    [named('NumberOfMessagesDeleted')]: [0],
    [VISIBLE]: [0],
    [NOT_VISIBLE]: [0],
    [AGE]: [0],
  });
});

it('counts what was sent, received and deleted since it was last asked, and what there is at the time', async () => {
  for (const body of ['a', 'b', 'c']) await sqs.send(ARN, body);
  const [first] = await receive(2);
  await sqs.remove(ARN, [first?.receiptHandle ?? '']);
  expect(await publishedBy(sqs)).toMatchObject({
    [named('NumberOfMessagesSent')]: [3],
    [named('NumberOfMessagesReceived')]: [2],
    [named('NumberOfMessagesDeleted')]: [1],
    [VISIBLE]: [1],
    [NOT_VISIBLE]: [1],
  });
  expect(await publishedBy(sqs)).toMatchObject({
    [named('NumberOfMessagesSent')]: [0],
    [named('NumberOfMessagesReceived')]: [0],
    [named('NumberOfMessagesDeleted')]: [0],
    [VISIBLE]: [1],
    [NOT_VISIBLE]: [1],
  });
});

it('tells the age of the oldest message until that is deleted, also while a receiver has it', async () => {
  await sqs.send(ARN, 'a');
  now += 4_000;
  await sqs.send(ARN, 'b');
  now += 1_000;
  const received = await receive(1);
  expect(await publishedBy(sqs)).toMatchObject({ [AGE]: [5] });
  await sqs.remove(
    ARN,
    received.map(({ receiptHandle }) => receiptHandle),
  );
  expect(await publishedBy(sqs)).toMatchObject({ [AGE]: [1] });
});

it('shows a message in the dead-letter queue that was not sent to it', async () => {
  await sqs.send(ARN, 'poison');
  await receive(1);
  now += 31_000;
  expect(await receive(1)).toEqual([]);
  expect(await publishedBy(sqs)).toMatchObject({
    [VISIBLE]: [0],
    [NOT_VISIBLE]: [0],
    [named('ApproximateNumberOfMessagesVisible', 'Count', 'dead')]: [1],
    [named('NumberOfMessagesSent', 'Count', 'dead')]: [0],
  });
});
