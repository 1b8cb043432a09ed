import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  type Message,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  SendMessageCommand,
  type SendMessageCommandInput,
  SetQueueAttributesCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import type { JsonObject } from '../../../src/core/service';
import { Sqs } from '../../../src/services/sqs/sqs';
import { Endpoint, provision } from '../../support/endpoint';

let endpoint: Endpoint;
let service: Sqs;
let client: SQSClient;
let QueueUrl: string;
/** Added to the service's clock, ms. */
let later: number;

const makeQueue = async (QueueName = 'work', properties: JsonObject = {}): Promise<string> =>
  (await provision(service, 'AWS::SQS::Queue', { QueueName, ...properties })).ref;
const start = (): Sqs => endpoint.add(new Sqs(endpoint.surroundings, endpoint.faults, () => Date.now() + later));

beforeEach(async () => {
  later = 0;
  endpoint = await Endpoint.open();
  service = start();
  QueueUrl = await makeQueue();
  client = new SQSClient(endpoint.clientConfig());
});

afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

const send = (MessageBody: string, more: Partial<SendMessageCommandInput> = {}) =>
  client.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));
const receive = async (more: Partial<ReceiveMessageCommandInput> = {}): Promise<Message[]> =>
  (await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more }))).Messages ?? [];
const bodies = async (more: Partial<ReceiveMessageCommandInput> = {}) => (await receive(more)).map(({ Body }) => Body);
const remove = (message: Message | undefined) =>
  client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
const attributes = async (url = QueueUrl) =>
  (await client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }))).Attributes;
const entries = (...texts: string[]): SendMessageBatchRequestEntry[] =>
  texts.map((MessageBody, index) => ({ Id: `entry-${index}`, MessageBody }));
const journal = (): string => join(endpoint.surroundings.stateDir, 'sqs', 'work.jsonl');
const restart = async (): Promise<void> => {
  service = start();
  await makeQueue();
};

describe('sending and receiving', () => {
  it('hands a message over once, and not again after it is deleted', async () => {
    await send('héllo');
    const [message] = await receive();
    expect(message?.Body).toBe('héllo');
    expect(await receive()).toEqual([]);
    await remove(message);
    later = 60_000;
    expect(await receive()).toEqual([]);
  });

  it('delivers a message again after its visibility timeout', async () => {
    await send('again');
    expect(await bodies({ VisibilityTimeout: 5 })).toEqual(['again']);
    later = 4_900;
    expect(await bodies()).toEqual([]);
    later = 5_000;
    expect(await bodies()).toEqual(['again']);
  });

  it('returns attributes as they are asked for, with their MD5', async () => {
    const timestamp = { DataType: 'Number', StringValue: '1493147359900' };
    const blob = { DataType: 'Binary.png', BinaryValue: Buffer.from([1, 2, 3]) };
    const trace = { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1' } };
    const sent = await send('x', { MessageAttributes: { timestamp }, MessageSystemAttributes: trace });
    expect(sent.MD5OfMessageAttributes).toBe('235c5c510d26fb653d073faed50ae77c'); // as AWS answers for it
    await send('y', { MessageAttributes: { 'a.blob': blob, 'b.number': timestamp } });
    const [x, y] = await receive({ MessageAttributeNames: ['a.*', 'timestamp'], MessageSystemAttributeNames: ['All'] });
    expect(x).toMatchObject({ MessageAttributes: { timestamp }, MD5OfMessageAttributes: sent.MD5OfMessageAttributes });
    expect(x?.Attributes).toMatchObject({ ApproximateReceiveCount: '1', AWSTraceHeader: 'Root=1' });
    expect(Number(x?.Attributes?.['SentTimestamp'])).toBeGreaterThan(Date.now() - 10_000);
    expect(Object.keys(y?.MessageAttributes ?? {})).toEqual(['a.blob']);
    expect(Buffer.from(y?.MessageAttributes?.['a.blob']?.BinaryValue ?? [])).toEqual(blob.BinaryValue);
  });

  it('waits for a message when told to, and gives up in time', async () => {
    const began = Date.now();
    expect(await bodies({ WaitTimeSeconds: 1 })).toEqual([]);
    expect(Date.now() - began).toBeGreaterThanOrEqual(990);
    const waiting = bodies({ WaitTimeSeconds: 20 });
    await delay(50);
    await client.send(new SendMessageBatchCommand({ QueueUrl, Entries: entries('a', 'b') }));
    expect(await waiting).toEqual(['a', 'b']);
  });

  it('wakes a waiting receiver when a delayed message is due', async () => {
    await send('soon', { DelaySeconds: 1 });
    expect(await attributes()).toMatchObject({ ApproximateNumberOfMessagesDelayed: '1' });
    expect(await bodies()).toEqual([]);
    expect(await bodies({ WaitTimeSeconds: 5 })).toEqual(['soon']);
  });

  it('hands no message to two receivers', async () => {
    const waiting = Array.from({ length: 20 }, () => bodies({ WaitTimeSeconds: 2, MaxNumberOfMessages: 1 }));
    await delay(50);
    await Promise.all(Array.from({ length: 20 }, (_, index) => send(String(index))));
    const received = (await Promise.all(waiting)).flat();
    expect(new Set(received).size).toBe(20);
  });

  it('forgets a message after its retention', async () => {
    await send('old');
    later = 345_600_000;
    expect(await attributes()).toMatchObject({ ApproximateNumberOfMessages: '0' });
    expect(await receive()).toEqual([]);
  });
});

describe('receipt handles', () => {
  it('extends or ends a message being invisible', async () => {
    await send('held');
    const [message] = await receive();
    const change = (VisibilityTimeout: number, ReceiptHandle = message?.ReceiptHandle) =>
      client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
    await change(100);
    later = 31_000;
    expect(await receive()).toEqual([]);
    await change(0);
    expect(await bodies()).toEqual(['held']);
    await expect(change(10)).rejects.toMatchObject({ name: 'MessageNotInflight' });
    await expect(change(43_201)).rejects.toThrow('VisibilityTimeout');
  });

  it('leaves a message alone that another receiver has by now', async () => {
    await send('twice');
    const [first] = await receive({ VisibilityTimeout: 0 });
    const [second] = await receive({ VisibilityTimeout: 0 });
    await remove(first);
    expect(await bodies({ VisibilityTimeout: 0 })).toEqual(['twice']);
    await remove(second);
    const [third] = await receive({ VisibilityTimeout: 0 });
    await remove(third);
    await remove(third);
    expect(await receive()).toEqual([]);
  });

  it.each(['', 'made up', Buffer.from('other 1 1').toString('base64'), '../../x'])('refuses "%s"', async (handle) => {
    await expect(remove({ ReceiptHandle: handle })).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
  });
});

describe('batches', () => {
  it('fails entry by entry', async () => {
    const Entries = [...entries('good', 'bad \u0001'), { Id: 'late', MessageBody: 'x', DelaySeconds: 901 }];
    const sent = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['entry-0']);
    expect(sent.Failed).toMatchObject([
      { Id: 'entry-1', Code: 'InvalidMessageContents', SenderFault: true },
      { Id: 'late', Code: 'InvalidParameterValue', SenderFault: true },
    ]);
    const handles = [...(await receive()).map(({ ReceiptHandle }) => ReceiptHandle), 'junk'];
    const deleted = await client.send(
      new DeleteMessageBatchCommand({
        QueueUrl,
        Entries: handles.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle })),
      }),
    );
    expect(deleted).toMatchObject({ Successful: [{ Id: '0' }], Failed: [{ Id: '1', Code: 'ReceiptHandleIsInvalid' }] });
  });

  it('fails the entries that the faults strike, and keeps the others', async () => {
    endpoint.faults.set('sqs', { partial: 1 });
    const failed = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries: entries('a', 'b') }));
    expect(failed.Successful).toBeUndefined();
    expect(failed.Failed).toMatchObject([{ SenderFault: false }, { SenderFault: false }]);
    endpoint.faults.clear();
    expect(await receive()).toEqual([]);
  });

  it.each([
    ['EmptyBatchRequest', []],
    ['TooManyEntriesInBatchRequest', entries(...Array.from({ length: 11 }, () => 'x'))],
    ['BatchEntryIdsNotDistinct', [...entries('a'), ...entries('b')]],
    ['InvalidBatchEntryId', [{ Id: 'a b', MessageBody: 'x' }]],
    ['BatchRequestTooLong', entries('x'.repeat(600_000), 'y'.repeat(600_000))],
  ])('is refused whole with %s', async (name, Entries) => {
    await expect(client.send(new SendMessageBatchCommand({ QueueUrl, Entries }))).rejects.toMatchObject({ name });
  });
});

describe('limits and errors', () => {
  it('takes a message of 1 MiB and none longer, attributes counted', async () => {
    const MessageAttributes = { a: { DataType: 'String', StringValue: 'xyz' } };
    await send('x'.repeat(1024 * 1024));
    await send('x'.repeat(1024 * 1024 - 10), { MessageAttributes });
    await expect(send('x'.repeat(1024 * 1024 - 9), { MessageAttributes })).rejects.toThrow('shorter than 1048576');
    await expect(send('')).rejects.toMatchObject({ name: 'MissingParameter' });
    await expect(send('\uD800')).rejects.toMatchObject({ name: 'InvalidMessageContents' });
    await send('\t\n\r\uD7FF\uFFFD\u{10FFFF}');
  });

  it('throttles under its own name, and names a queue that is not there', async () => {
    const nowhere = client.send(new GetQueueUrlCommand({ QueueName: 'nowhere' }));
    await expect(nowhere).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
    endpoint.faults.set('sqs', { throttle: 1 });
    await expect(send('x')).rejects.toMatchObject({ name: 'RequestThrottled' });
  });

  it('refuses FIFO queues, names that would leave its folder and settings out of range', async () => {
    await expect(makeQueue('a.fifo', { FifoQueue: true })).rejects.toThrow('FIFO');
    await expect(makeQueue('../a')).rejects.toThrow("can't name a queue");
    await expect(makeQueue('a', { VisibilityTimeout: 43_201 })).rejects.toThrow('VisibilityTimeout');
  });

  it('tells and changes the attributes of a queue', async () => {
    await send('x');
    expect(await attributes()).toMatchObject({ QueueArn: 'arn:aws:sqs:us-east-1:000000000000:work' });
    const set = (Attributes: Record<string, string>) =>
      client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
    await set({ VisibilityTimeout: '7' });
    expect(await attributes()).toMatchObject({ VisibilityTimeout: '7', ApproximateNumberOfMessages: '1' });
    await expect(set({ VisibilityTimeout: 'x' })).rejects.toThrow('VisibilityTimeout');
    await expect(set({ Policy: '{}' })).rejects.toMatchObject({ name: 'InvalidAttributeName' });
    await client.send(new PurgeQueueCommand({ QueueUrl }));
    expect(await receive()).toEqual([]);
    expect((await client.send(new ListQueuesCommand({ QueueNamePrefix: 'w' }))).QueueUrls).toEqual([QueueUrl]);
    expect((await client.send(new GetQueueUrlCommand({ QueueName: 'work' }))).QueueUrl).toBe(QueueUrl);
  });
});

describe('dead letters', () => {
  const arnOf = (name: string): string => `arn:aws:sqs:us-east-1:000000000000:${name}`;

  it('gives a message up after its last receive, and brings it back when told to', async () => {
    const deadUrl = await makeQueue('dead');
    await makeQueue('work', { RedrivePolicy: { deadLetterTargetArn: arnOf('dead'), maxReceiveCount: 2 } });
    const { MessageId } = await send('poison');
    for (let count = 0; count < 2; count++) expect(await bodies({ VisibilityTimeout: 0 })).toEqual(['poison']);
    expect(await bodies()).toEqual([]);
    const [dead] = await receive({ QueueUrl: deadUrl, MessageSystemAttributeNames: ['All'], VisibilityTimeout: 0 });
    expect(dead).toMatchObject({ MessageId, Attributes: { DeadLetterQueueSourceArn: arnOf('work') } });
    await client.send(new StartMessageMoveTaskCommand({ SourceArn: arnOf('dead') }));
    expect(await receive({ QueueUrl: deadUrl })).toEqual([]);
    expect(await bodies()).toEqual(['poison']);
  });

  it('keeps a message when the dead-letter queue is not there', async () => {
    await makeQueue('work', { RedrivePolicy: { deadLetterTargetArn: arnOf('gone'), maxReceiveCount: 1 } });
    await send('poison');
    for (let count = 0; count < 3; count++) expect(await bodies({ VisibilityTimeout: 0 })).toEqual(['poison']);
  });
});

describe('a restart', () => {
  it('keeps messages, what is in flight and what was deleted, also after the process was killed', async () => {
    await client.send(new SendMessageBatchCommand({ QueueUrl, Entries: entries('deleted', 'in flight', 'sent') }));
    const [first, second] = await receive({ MaxNumberOfMessages: 2 });
    await remove(first);
    appendFileSync(journal(), '{"id":"torn');
    await restart();
    expect(await bodies()).toEqual(['sent']);
    await remove(second);
    later = 60_000;
    expect(await bodies()).toEqual(['sent']);
  });

  it('compacts the journal as it grows and when it starts', async () => {
    const big = 'x'.repeat(1_000_000);
    for (let round = 0; round < 40; round++) {
      await send(big);
      const [message] = await receive();
      await remove(message);
    }
    expect(statSync(journal()).size).toBeLessThan(20_000_000);
    await send('left');
    await restart();
    expect(readFileSync(journal(), 'utf8').trim().split('\n')).toHaveLength(1);
    expect(await bodies()).toEqual(['left']);
  });
});

describe('the queue reader', () => {
  it('receives by ARN with every attribute, and deletes', async () => {
    const arn = 'arn:aws:sqs:us-east-1:000000000000:work';
    const waiting = service.receive(arn, 100, 5_000);
    await Promise.all(Array.from({ length: 15 }, (_, index) => send(String(index))));
    const messages = [...(await waiting), ...(await service.receive(arn, 100, 0))];
    expect(messages).toHaveLength(15);
    expect(messages[0]?.attributes).toMatchObject({ ApproximateReceiveCount: '1' });
    await service.remove(
      arn,
      messages.map(({ receiptHandle }) => receiptHandle),
    );
    later = 60_000;
    expect(await service.receive(arn, 100, 0)).toEqual([]);
  });

  it('sends by ARN, for on-failure destinations', async () => {
    const arn = 'arn:aws:sqs:us-east-1:000000000000:work';
    await service.send(arn, '{"failed":true}');
    expect(await bodies()).toEqual(['{"failed":true}']);
    await expect(service.send(`${arn}-gone`, 'x')).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  });

  it('lets a waiting receiver go when the service stops', async () => {
    const waiting = service.receive('arn:aws:sqs:us-east-1:000000000000:work', 1, 20_000);
    await service.stop();
    expect(await waiting).toEqual([]);
  });
});
