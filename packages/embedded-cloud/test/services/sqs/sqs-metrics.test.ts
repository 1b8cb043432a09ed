import { publishedBy } from '../../support/published';
import { queueArn, TestQueue } from './test-queue';

const ARN = queueArn('work');

let queue: TestQueue;

const named = (name: string, unit = 'Count', QueueName = 'work') => `AWS/SQS ${name}{QueueName=${QueueName}} ${unit}`;
const VISIBLE = named('ApproximateNumberOfMessagesVisible');
const NOT_VISIBLE = named('ApproximateNumberOfMessagesNotVisible');
const AGE = named('ApproximateAgeOfOldestMessage', 'Seconds');

const receive = (maxMessages: number) => queue.service.receive(ARN, maxMessages, 0);
const published = () => publishedBy(queue.service);

beforeEach(async () => {
  const RedrivePolicy = { deadLetterTargetArn: queueArn('dead'), maxReceiveCount: 1 };
  queue = await TestQueue.open({ VisibilityTimeout: 30, RedrivePolicy });
  await queue.declare('dead');
});

afterEach(() => queue.close());

describe('the metrics of SQS', () => {
  it('are 0 for an empty queue', async () => {
    const ofWork = Object.entries(await published()).filter(([name]) => name.includes('QueueName=work'));
    expect(Object.fromEntries(ofWork)).toEqual({
      [named('NumberOfMessagesSent')]: [0],
      [named('NumberOfMessagesReceived')]: [0],
      [named('NumberOfMessagesDeleted')]: [0],
      [VISIBLE]: [0],
      [NOT_VISIBLE]: [0],
      [AGE]: [0],
    });
  });

  it('count the messages sent, received and deleted since the last query, and the current ones', async () => {
    for (const body of ['a', 'b', 'c']) await queue.service.send(ARN, body);
    const [first] = await receive(2);
    await queue.service.remove(ARN, [first?.receiptHandle ?? '']);
    expect(await published()).toMatchObject({
      [named('NumberOfMessagesSent')]: [3],
      [named('NumberOfMessagesReceived')]: [2],
      [named('NumberOfMessagesDeleted')]: [1],
      [VISIBLE]: [1],
      [NOT_VISIBLE]: [1],
    });
    expect(await published()).toMatchObject({
      [named('NumberOfMessagesSent')]: [0],
      [named('NumberOfMessagesReceived')]: [0],
      [named('NumberOfMessagesDeleted')]: [0],
      [VISIBLE]: [1],
      [NOT_VISIBLE]: [1],
    });
  });

  it('include the age of the oldest message until it is deleted, even while a receiver has it', async () => {
    await queue.service.send(ARN, 'a');
    queue.now += 4_000;
    await queue.service.send(ARN, 'b');
    queue.now += 1_000;
    const received = await receive(1);
    expect(await published()).toMatchObject({ [AGE]: [5] });
    const handles = received.map(({ receiptHandle }) => receiptHandle);
    await queue.service.remove(ARN, handles);
    expect(await published()).toMatchObject({ [AGE]: [1] });
  });

  it('count a message that moves to a dead-letter queue as visible there, but not as sent', async () => {
    await queue.service.send(ARN, 'poison');
    await receive(1);
    queue.now += 31_000;
    expect(await receive(1)).toEqual([]);
    expect(await published()).toMatchObject({
      [VISIBLE]: [0],
      [NOT_VISIBLE]: [0],
      [named('ApproximateNumberOfMessagesVisible', 'Count', 'dead')]: [1],
      [named('NumberOfMessagesSent', 'Count', 'dead')]: [0],
    });
  });
});
