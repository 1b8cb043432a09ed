import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  SendMessageBatchCommand,
  SetQueueAttributesCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { entries, queueArn, TestQueue } from './test-queue';

let queue: TestQueue;

const journal = (): string => join(queue.endpoint.surroundings.stateDir, 'sqs', 'work.jsonl');

beforeEach(async () => {
  queue = await TestQueue.open();
});

afterEach(() => queue.close());

describe('SQS', () => {
  it('returns its own errors for an unknown queue and for a throttled call', async () => {
    const missing = queue.client.send(new GetQueueUrlCommand({ QueueName: 'missing' }));
    await expect(missing).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
    queue.endpoint.faults.set('sqs', { throttle: 1 });
    await expect(queue.send('x')).rejects.toMatchObject({ name: 'RequestThrottled' });
  });

  it('rejects FIFO queues, invalid names and settings out of range', async () => {
    await expect(queue.declare('a.fifo', { FifoQueue: true })).rejects.toThrow('FIFO');
    await expect(queue.declare('../a')).rejects.toThrow('"../a" is not a valid queue name.');
    await expect(queue.declare('a', { VisibilityTimeout: 43_201 })).rejects.toThrow('VisibilityTimeout');
  });

  it('lists queues and finds them by name', async () => {
    const { QueueUrls } = await queue.client.send(new ListQueuesCommand({ QueueNamePrefix: 'w' }));
    expect(QueueUrls).toEqual([queue.url]);
    expect((await queue.client.send(new GetQueueUrlCommand({ QueueName: 'work' }))).QueueUrl).toBe(queue.url);
  });
});

describe('a queue', () => {
  it('returns and changes its attributes', async () => {
    await queue.send('x');
    expect(await queue.attributes()).toMatchObject({ QueueArn: queueArn('work') });
    const set = (Attributes: Record<string, string>) =>
      queue.client.send(new SetQueueAttributesCommand({ QueueUrl: queue.url, Attributes }));
    await set({ VisibilityTimeout: '7' });
    expect(await queue.attributes()).toMatchObject({ VisibilityTimeout: '7', ApproximateNumberOfMessages: '1' });
    await expect(set({ VisibilityTimeout: 'x' })).rejects.toThrow('VisibilityTimeout');
    await expect(set({ Policy: '{}' })).rejects.toMatchObject({ name: 'InvalidAttributeName' });
  });

  it('is empty after it is purged', async () => {
    await queue.send('x');
    await queue.client.send(new PurgeQueueCommand({ QueueUrl: queue.url }));
    expect(await queue.receive()).toEqual([]);
  });
});

describe('a dead-letter queue', () => {
  it('gets a message after its last receive, and a move task returns it', async () => {
    const deadUrl = await queue.declare('dead');
    await queue.declare('work', { RedrivePolicy: { deadLetterTargetArn: queueArn('dead'), maxReceiveCount: 2 } });
    const { MessageId } = await queue.send('poison');
    for (let count = 0; count < 2; count++) expect(await queue.bodies({ VisibilityTimeout: 0 })).toEqual(['poison']);
    expect(await queue.bodies()).toEqual([]);
    const all = { MessageSystemAttributeNames: ['All' as const] };
    const [dead] = await queue.receive({ QueueUrl: deadUrl, VisibilityTimeout: 0, ...all });
    expect(dead).toMatchObject({ MessageId, Attributes: { DeadLetterQueueSourceArn: queueArn('work') } });
    await queue.client.send(new StartMessageMoveTaskCommand({ SourceArn: queueArn('dead') }));
    expect(await queue.receive({ QueueUrl: deadUrl })).toEqual([]);
    expect(await queue.bodies()).toEqual(['poison']);
  });

  it('leaves messages in the source queue when it does not exist', async () => {
    await queue.declare('work', { RedrivePolicy: { deadLetterTargetArn: queueArn('gone'), maxReceiveCount: 1 } });
    await queue.send('poison');
    for (let count = 0; count < 3; count++) expect(await queue.bodies({ VisibilityTimeout: 0 })).toEqual(['poison']);
  });
});

describe('the journal of a queue', () => {
  it('preserves sent, received and deleted messages across a crash', async () => {
    const Entries = entries('deleted', 'in flight', 'sent');
    await queue.client.send(new SendMessageBatchCommand({ QueueUrl: queue.url, Entries }));
    const [first, second] = await queue.receive({ MaxNumberOfMessages: 2 });
    await queue.remove(first);
    appendFileSync(journal(), '{"id":"torn');
    await queue.restart();
    expect(await queue.bodies()).toEqual(['sent']);
    await queue.remove(second);
    queue.now += 60_000;
    expect(await queue.bodies()).toEqual(['sent']);
  });

  it('is compacted when it grows and when the service starts', async () => {
    const big = 'x'.repeat(1_000_000);
    for (let round = 0; round < 40; round++) {
      await queue.service.send(queueArn('work'), big);
      const received = await queue.service.receive(queueArn('work'), 1, 0);
      const handles = received.map(({ receiptHandle }) => receiptHandle);
      await queue.service.remove(queueArn('work'), handles);
    }
    expect(statSync(journal()).size).toBeLessThan(20_000_000);
    await queue.send('left');
    await queue.restart();
    expect(readFileSync(journal(), 'utf8').trim().split('\n')).toHaveLength(1);
    expect(await queue.bodies()).toEqual(['left']);
  });
});

describe('the port of SQS for other services', () => {
  it('sends by ARN', async () => {
    await queue.service.send(queueArn('work'), '{"failed":true}');
    expect(await queue.bodies()).toEqual(['{"failed":true}']);
    const missing = queue.service.send(queueArn('gone'), 'x');
    await expect(missing).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  });

  it('receives more than ten messages by ARN, with their attributes, and deletes them', async () => {
    const { service } = queue;
    for (let index = 0; index < 15; index++) await service.send(queueArn('work'), String(index));
    const messages = await service.receive(queueArn('work'), 100, 0);
    expect(messages).toHaveLength(15);
    expect(messages[0]?.attributes).toMatchObject({ ApproximateReceiveCount: '1' });
    const handles = messages.map(({ receiptHandle }) => receiptHandle);
    await service.remove(queueArn('work'), handles);
    queue.now += 60_000;
    expect(await service.receive(queueArn('work'), 100, 0)).toEqual([]);
  });
});
