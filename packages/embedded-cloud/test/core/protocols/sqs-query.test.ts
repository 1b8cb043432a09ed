import { TestQueue } from '../../services/sqs/test-queue';
import { QUERY_HEADERS, sendRequest } from '../../support/wire';

let queue: TestQueue;
beforeEach(async () => {
  queue = await TestQueue.open();
});
afterEach(() => queue.close());

const call = async (body: string, path?: string) => {
  const request = { service: 'sqs', headers: QUERY_HEADERS, body, ...(path !== undefined && { path }) };
  const { status, headers, body: xml } = await sendRequest(queue.endpoint, request);
  return { status, headers, xml: xml.toString() };
};

/** A request as botocore 1.31.80 sends it, the last version with the Query protocol. AWS CLI 2.9 sends the same. */
const callAsBotocore = (action: string, parameters: string) =>
  call(`Action=${action}&Version=2012-11-05&QueueUrl=${encodeURIComponent(queue.url)}${parameters}`);

/** A request as the Java SDK 1.12 sends it: to the URL of the queue, which the parameters do not repeat. */
const callAsJava = (action: string, parameters = '', path = '/000000000000/work') =>
  call(`Action=${action}&Version=2012-11-05${parameters}`, path);

describe('SQS in the Query protocol', () => {
  it('sends a message with attributes to the queue in the parameters', async () => {
    const { status, headers, xml } = await callAsBotocore(
      'SendMessage',
      '&MessageBody=a%3Cb%3E%26%22%0D%0A%C3%A9' +
        '&MessageAttribute.1.Name=k&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=v' +
        '&MessageAttribute.2.Name=b&MessageAttribute.2.Value.DataType=Binary&MessageAttribute.2.Value.BinaryValue=AAE%3D',
    );
    expect([status, headers.get('content-type')]).toEqual([200, 'text/xml']);
    expect(xml).toMatch(
      /^<SendMessageResponse xmlns="http:\/\/queue.amazonaws.com\/doc\/2012-11-05\/"><SendMessageResult><MD5OfMessageBody>6effa3dbf394831507a9566b719a490c<\/MD5OfMessageBody><MD5OfMessageAttributes>eb275886858fc7bc63216742c9bebbb1<\/MD5OfMessageAttributes><MessageId>[\w-]+<\/MessageId><\/SendMessageResult><ResponseMetadata><RequestId>[\w-]+<\/RequestId><\/ResponseMetadata><\/SendMessageResponse>$/,
    );
    const [message] = await queue.receive({ MessageAttributeNames: ['All'] });
    expect(message?.Body).toBe('a<b>&"\r\né');
    expect(message?.MessageAttributes).toMatchObject({
      k: { DataType: 'String', StringValue: 'v' },
      b: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 1]) },
    });
  });

  it('receives messages with escaped bodies and with attributes', async () => {
    await queue.send('a<b>\r\n', { MessageAttributes: { k: { DataType: 'String', StringValue: 'v' } } });
    const { xml } = await callAsJava(
      'ReceiveMessage',
      '&AttributeName.1=All&MessageAttributeName.1=All&MaxNumberOfMessages=10',
    );
    expect(xml).toContain('<ReceiveMessageResult><Message><MessageId>');
    expect(xml).toContain('<Body>a&lt;b&gt;&#13;\n</Body>');
    expect(xml).toContain('<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>');
    expect(xml).toContain(
      '<MessageAttribute><Name>k</Name><Value><StringValue>v</StringValue><DataType>String</DataType></Value></MessageAttribute>',
    );
  });

  it('takes the queue from the path, and a batch from numbered parameters', async () => {
    const { xml } = await callAsJava(
      'SendMessageBatch',
      '&SendMessageBatchRequestEntry.1.Id=1&SendMessageBatchRequestEntry.1.MessageBody=one' +
        '&SendMessageBatchRequestEntry.2.Id=2&SendMessageBatchRequestEntry.2.MessageBody=two' +
        '&SendMessageBatchRequestEntry.3.Id=3&SendMessageBatchRequestEntry.3.MessageBody=three&SendMessageBatchRequestEntry.3.DelaySeconds=9999',
    );
    expect(xml).toContain('<SendMessageBatchResultEntry><Id>1</Id>');
    expect(xml).toContain('<BatchResultErrorEntry><Id>3</Id><SenderFault>true</SenderFault>');
    expect(await queue.bodies()).toEqual(['one', 'two']);
  });

  it('sets and reads the attributes of a queue', async () => {
    const answer = await callAsBotocore(
      'SetQueueAttributes',
      '&Attribute.1.Name=VisibilityTimeout&Attribute.1.Value=40',
    );
    expect(answer.xml).toMatch(/^<SetQueueAttributesResponse xmlns="[^"]+"><ResponseMetadata>/);
    const { xml } = await callAsJava('GetQueueAttributes', '&AttributeName.1=VisibilityTimeout');
    expect(xml).toContain(
      '<GetQueueAttributesResult><Attribute><Name>VisibilityTimeout</Name><Value>40</Value></Attribute></GetQueueAttributesResult>',
    );
  });

  it('lists queues without an element around the list', async () => {
    await queue.declare('other');
    const { xml } = await call('Action=ListQueues&Version=2012-11-05');
    expect(xml).toMatch(
      /<ListQueuesResult><QueueUrl>[^<]+\/other<\/QueueUrl><QueueUrl>[^<]+\/work<\/QueueUrl><\/ListQueuesResult>/,
    );
  });

  it('has its own codes for errors', async () => {
    const { status, xml, headers } = await callAsJava('SendMessage', '&MessageBody=b', '/000000000000/other');
    const requestId = headers.get('x-amzn-requestid') ?? '';
    expect([status, xml]).toEqual([
      400,
      '<ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><Error><Type>Sender</Type>' +
        '<Code>AWS.SimpleQueueService.NonExistentQueue</Code><Message>The specified queue does not exist.</Message>' +
        `</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    ]);
    expect((await callAsBotocore('SendMessageBatch', '&Entries=')).xml).toContain(
      '<Code>AWS.SimpleQueueService.EmptyBatchRequest</Code>',
    );
  });

  it('rejects a parameter that is not a number', async () => {
    const { status, xml } = await callAsJava('ReceiveMessage', '&MaxNumberOfMessages=many');
    expect(status).toBe(400);
    expect(xml).toContain('<Code>MalformedInput</Code>');
    expect(xml).toContain('The parameter MaxNumberOfMessages has a malformed value: &quot;many&quot;.');
  });
});
