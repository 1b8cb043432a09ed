import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { PutItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamodb } from '../../src/services/dynamodb';
import { type Endpoint, provision } from '../../src/testing/endpoint';
import { TestDeliveryStream } from '../services/firehose/test-delivery-stream';
import { TestQueue } from '../services/sqs/test-queue';
import { answerOf, type LimitCase, textOf } from './limit-case';

const withQueue = async (endpoint: Endpoint, use: (queue: TestQueue) => Promise<string>): Promise<string> => {
  const queue = await TestQueue.open({}, endpoint);
  try {
    return await use(queue);
  } finally {
    queue.client.destroy();
  }
};

/** Sends messages and receives them one by one, and so brings this many into flight. */
const receiveAll = async (queue: TestQueue, messages: number): Promise<string> => {
  for (let sent = 0; sent < messages; sent += 1) await queue.send('x');
  for (let received = 1; received < messages; received += 1) await queue.receive({ MaxNumberOfMessages: 1 });
  return answerOf(queue.receive({ MaxNumberOfMessages: 1 }));
};

const sendBatch = ({ client, url }: TestQueue, bytes: number) =>
  client.send(
    new SendMessageBatchCommand({
      QueueUrl: url,
      Entries: [
        { Id: 'a', MessageBody: textOf(1_000) },
        { Id: 'b', MessageBody: textOf(bytes - 1_000) },
      ],
    }),
  );

export const sqsCases: readonly LimitCase[] = [
  {
    ...{ limit: 'messageBytes', answer: 'InvalidParameterValue' },
    send: (endpoint, value) => withQueue(endpoint, (queue) => answerOf(queue.send(textOf(value)))),
  },
  {
    ...{ limit: 'messageBatchBytes', answer: 'BatchRequestTooLong' },
    send: (endpoint, value) => withQueue(endpoint, (queue) => answerOf(sendBatch(queue, value))),
  },
  {
    ...{ limit: 'messagesInFlight', figure: 12, answer: 'OverLimit' },
    send: (endpoint, value) => withQueue(endpoint, (queue) => receiveAll(queue, value)),
  },
];

const withDelivery = async (
  endpoint: Endpoint,
  use: (delivery: TestDeliveryStream) => Promise<unknown>,
): Promise<string> => {
  const delivery = new TestDeliveryStream(endpoint);
  await delivery.declare();
  try {
    return await answerOf(use(delivery));
  } finally {
    delivery.client.destroy();
  }
};

export const firehoseCases: readonly LimitCase[] = [
  {
    ...{ limit: 'deliveryRecordBytes', answer: 'InvalidArgumentException' },
    send: (endpoint, value) => withDelivery(endpoint, (delivery) => delivery.put(textOf(value))),
  },
  {
    ...{ limit: 'deliveryBatchRecords', answer: 'InvalidArgumentException' },
    send: (endpoint, value) =>
      withDelivery(endpoint, (delivery) => delivery.putAll(Array.from({ length: value }, () => 'x'))),
  },
  {
    ...{ limit: 'deliveryBatchBytes', answer: 'InvalidArgumentException' },
    send: (endpoint, value) =>
      withDelivery(endpoint, (delivery) =>
        delivery.putAll([...Array.from({ length: 4 }, () => textOf(900_000)), textOf(value - 4 * 900_000)]),
      ),
  },
];

const ATTRIBUTES = { AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }] };
const TABLE = { TableName: 'items', KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }], ...ATTRIBUTES };

/** Puts an item of this many bytes: the names of its two attributes and their values. */
const putItem = async (endpoint: Endpoint, bytes: number): Promise<string> => {
  await provision(endpoint.run(dynamodb), 'AWS::DynamoDB::Table', { ...TABLE, BillingMode: 'PAY_PER_REQUEST' });
  const client = new DynamoDBClient(endpoint.clientConfig());
  const Item = { pk: { S: 'a' }, text: { S: textOf(bytes - 'pkatext'.length) } };
  return answerOf(client.send(new PutItemCommand({ TableName: 'items', Item })));
};

export const dynamoDbCases: readonly LimitCase[] = [
  { limit: 'itemBytes', answer: 'ValidationException', send: putItem },
];
