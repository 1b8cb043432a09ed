import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
} from '@aws-sdk/client-sqs';
import { entries, TestQueue } from './test-queue';

let queue: TestQueue;

const sendBatch = (Entries: SendMessageBatchRequestEntry[]) =>
  queue.client.send(new SendMessageBatchCommand({ QueueUrl: queue.url, Entries }));

beforeEach(async () => {
  queue = await TestQueue.open();
});

afterEach(() => queue.close());

describe('a message', () => {
  it('is delivered once, and never again after it is deleted', async () => {
    await queue.send('héllo');
    const [message] = await queue.receive();
    expect(message?.Body).toBe('héllo');
    expect(await queue.receive()).toEqual([]);
    await queue.remove(message);
    queue.now += 60_000;
    expect(await queue.receive()).toEqual([]);
  });

  it('is delivered again after its visibility timeout', async () => {
    await queue.send('again');
    expect(await queue.bodies({ VisibilityTimeout: 5 })).toEqual(['again']);
    queue.now += 4_999;
    expect(await queue.bodies()).toEqual([]);
    queue.now += 1;
    expect(await queue.bodies()).toEqual(['again']);
  });

  it('is delivered after its delay', async () => {
    await queue.send('soon', { DelaySeconds: 1 });
    expect(await queue.attributes()).toMatchObject({ ApproximateNumberOfMessagesDelayed: '1' });
    queue.now += 999;
    expect(await queue.bodies()).toEqual([]);
    queue.now += 1;
    expect(await queue.bodies()).toEqual(['soon']);
  });

  it('has the requested attributes, with their MD5', async () => {
    const timestamp = { DataType: 'Number', StringValue: '1493147359900' };
    const blob = { DataType: 'Binary.png', BinaryValue: Buffer.from([1, 2, 3]) };
    const trace = { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1' } };
    const sent = await queue.send('x', { MessageAttributes: { timestamp }, MessageSystemAttributes: trace });
    expect(sent.MD5OfMessageAttributes).toBe('235c5c510d26fb653d073faed50ae77c'); // the answer of AWS
    await queue.send('y', { MessageAttributes: { 'a.blob': blob, 'b.number': timestamp } });
    const requested = { MessageAttributeNames: ['a.*', 'timestamp'], MessageSystemAttributeNames: ['All' as const] };
    const [x, y] = await queue.receive(requested);
    expect(x).toMatchObject({ MessageAttributes: { timestamp }, MD5OfMessageAttributes: sent.MD5OfMessageAttributes });
    expect(x?.Attributes).toMatchObject({
      ApproximateReceiveCount: '1',
      AWSTraceHeader: 'Root=1',
      SentTimestamp: String(queue.now),
    });
    expect(Object.keys(y?.MessageAttributes ?? {})).toEqual(['a.blob']);
    expect(Buffer.from(y?.MessageAttributes?.['a.blob']?.BinaryValue ?? [])).toEqual(blob.BinaryValue);
  });

  it.each([
    ['name', 'AWS.x', { DataType: 'String', StringValue: 'x' }, "name 'AWS.x' is invalid."],
    ['type', 'a', { DataType: 'Text', StringValue: 'x' }, "attribute 'a' has an invalid message attribute type."],
    ['value', 'a', { DataType: 'Number', StringValue: 'x' }, "attribute 'a' must contain a valid StringValue"],
  ])('is rejected when the %s of an attribute is invalid', async (_, name, attribute, message) => {
    await expect(queue.send('x', { MessageAttributes: { [name]: attribute } })).rejects.toThrow(message);
  });

  it('is rejected when it has a system attribute other than AWSTraceHeader', async () => {
    const attribute = { DataType: 'String', StringValue: 'x' };
    const sent = queue.send('x', { MessageSystemAttributes: { Other: attribute } as Record<string, typeof attribute> });
    await expect(sent).rejects.toThrow("Message system attribute name 'Other' is invalid.");
  });

  it('is dropped after its retention', async () => {
    await queue.send('old');
    queue.now += 345_600_000;
    expect(await queue.attributes()).toMatchObject({ ApproximateNumberOfMessages: '0' });
    expect(await queue.receive()).toEqual([]);
  });

  it('may have 1 MiB including its attributes, and no more', async () => {
    const MessageAttributes = { a: { DataType: 'String', StringValue: 'xyz' } };
    await queue.send('x'.repeat(1024 * 1024));
    await queue.send('x'.repeat(1024 * 1024 - 10), { MessageAttributes });
    const tooLong = queue.send('x'.repeat(1024 * 1024 - 9), { MessageAttributes });
    await expect(tooLong).rejects.toThrow('shorter than 1048576');
  });

  it('is rejected when it is empty or contains characters that XML does not allow', async () => {
    await expect(queue.send('')).rejects.toMatchObject({ name: 'MissingParameter' });
    await expect(queue.send('\uD800')).rejects.toMatchObject({ name: 'InvalidMessageContents' });
    expect(await queue.send('\t\n\r\uD7FF\uFFFD\u{10FFFF}')).toHaveProperty('MessageId');
  });
});

describe('a receipt handle', () => {
  it('extends or ends the time for which its message is invisible', async () => {
    await queue.send('held');
    const [message] = await queue.receive();
    const change = (VisibilityTimeout: number) =>
      queue.client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: queue.url,
          ReceiptHandle: message?.ReceiptHandle,
          VisibilityTimeout,
        }),
      );
    await change(100);
    queue.now += 31_000;
    expect(await queue.receive()).toEqual([]);
    await change(0);
    expect(await queue.bodies()).toEqual(['held']);
    await expect(change(10)).rejects.toMatchObject({ name: 'MessageNotInflight' });
    await expect(change(43_201)).rejects.toThrow('VisibilityTimeout');
  });

  it('has no effect after a later receiver got the message', async () => {
    await queue.send('twice');
    const [first] = await queue.receive({ VisibilityTimeout: 0 });
    const [second] = await queue.receive({ VisibilityTimeout: 0 });
    await queue.remove(first);
    expect(await queue.bodies({ VisibilityTimeout: 0 })).toEqual(['twice']);
    await queue.remove(second);
    const [third] = await queue.receive({ VisibilityTimeout: 0 });
    await queue.remove(third);
    await queue.remove(third);
    expect(await queue.receive()).toEqual([]);
  });

  it.each(['', 'made up', Buffer.from('other 1 1').toString('base64'), '../../x'])(
    'is rejected as invalid when it is "%s"',
    async (handle) => {
      const removal = queue.remove({ ReceiptHandle: handle });
      await expect(removal).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
    },
  );
});

describe('a batch', () => {
  it('fails entry by entry', async () => {
    const late = { Id: 'late', MessageBody: 'x', DelaySeconds: 901 };
    const sent = await sendBatch([...entries('good', 'bad \u0001'), late]);
    expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['entry-0']);
    expect(sent.Failed).toMatchObject([
      { Id: 'entry-1', Code: 'InvalidMessageContents', SenderFault: true },
      { Id: 'late', Code: 'InvalidParameterValue', SenderFault: true },
    ]);
    const handles = [...(await queue.receive()).map(({ ReceiptHandle }) => ReceiptHandle), 'junk'];
    const Entries = handles.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle }));
    const deleted = await queue.client.send(new DeleteMessageBatchCommand({ QueueUrl: queue.url, Entries }));
    expect(deleted).toMatchObject({ Successful: [{ Id: '0' }], Failed: [{ Id: '1', Code: 'ReceiptHandleIsInvalid' }] });
  });

  it('loses the entries that an injected fault hits', async () => {
    queue.endpoint.faults.set('sqs', { partial: 1 });
    const failed = await sendBatch(entries('a', 'b'));
    expect(failed.Successful).toBeUndefined();
    expect(failed.Failed).toMatchObject([{ SenderFault: false }, { SenderFault: false }]);
    queue.endpoint.faults.clear();
    expect(await queue.receive()).toEqual([]);
  });

  it.each([
    ['EmptyBatchRequest', []],
    ['TooManyEntriesInBatchRequest', entries(...Array.from({ length: 11 }, () => 'x'))],
    ['BatchEntryIdsNotDistinct', [...entries('a'), ...entries('b')]],
    ['InvalidBatchEntryId', [{ Id: 'a b', MessageBody: 'x' }]],
    ['BatchRequestTooLong', entries('x'.repeat(600_000), 'y'.repeat(600_000))],
  ])('is rejected as a whole with %s', async (name, batch) => {
    await expect(sendBatch(batch)).rejects.toMatchObject({ name });
  });
});
