import { BatchWriteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDb } from '../../../local/services/dynamodb';
import { Endpoint, provision } from '../../support/endpoint';
import { publishedBy } from '../../support/published';

let endpoint: Endpoint;
let dynamodb: DynamoDb;
let client: DynamoDBClient;

const bringUp = (TableName: string) =>
  provision(dynamodb, 'AWS::DynamoDB::Table', {
    TableName,
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });

const put = (TableName: string, pk: string) => client.send(new PutItemCommand({ TableName, Item: { pk: { S: pk } } }));

const putRequests = (...keys: string[]) => keys.map((pk) => ({ PutRequest: { Item: { pk: { S: pk } } } }));

const throttles = (kind: 'Write' | 'Read', table: string) =>
  `AWS/DynamoDB ${kind}ThrottleEvents{TableName=${table}} Count`;
const latency = (table: string, operation: string) =>
  `AWS/DynamoDB SuccessfulRequestLatency{TableName=${table},Operation=${operation}} Milliseconds`;

beforeEach(async () => {
  endpoint = await Endpoint.open();
  dynamodb = endpoint.add(new DynamoDb(endpoint.surroundings, endpoint.faults));
  client = new DynamoDBClient(endpoint.clientConfig());
  await bringUp('a');
  await bringUp('b');
});

afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

test('publishes zeros of tables that nobody throttles', async () => {
  expect(await publishedBy(dynamodb)).toEqual({
    [throttles('Write', 'a')]: [0],
    [throttles('Read', 'a')]: [0],
    [throttles('Write', 'b')]: [0],
    [throttles('Read', 'b')]: [0],
  });
});

test('tells how long each call took, by table and operation, and nothing of one that failed', async () => {
  await put('a', '1');
  await put('a', '"TableName":"b"');
  await client.send(new GetItemCommand({ TableName: 'b', Key: { pk: { S: '1' } } }));
  await client.send(new BatchWriteItemCommand({ RequestItems: { a: putRequests('1'), b: putRequests('2') } }));
  await expect(client.send(new GetItemCommand({ TableName: 'b', Key: { other: { S: '1' } } }))).rejects.toThrow();
  const published = await publishedBy(dynamodb);
  const calls = Object.entries(published).filter(([name]) => name.includes('Latency'));
  expect(Object.fromEntries(calls.map(([name, values]) => [name, values.length]))).toEqual({
    [latency('a', 'PutItem')]: 2,
    [latency('b', 'GetItem')]: 1,
    [latency('a', 'BatchWriteItem')]: 1,
    [latency('b', 'BatchWriteItem')]: 1,
  });
  expect(Math.min(...calls.flatMap(([, values]) => values))).toBeGreaterThan(0);
});

test('counts the writes that a batch gets back, by table', async () => {
  endpoint.faults.set('dynamodb', { partial: 1 });
  await client.send(new BatchWriteItemCommand({ RequestItems: { a: putRequests('1', '2'), b: putRequests('3') } }));
  expect(await publishedBy(dynamodb)).toMatchObject({ [throttles('Write', 'a')]: [2], [throttles('Write', 'b')]: [1] });
});

test('counts a call that was throttled before it said what it was about to every table', async () => {
  endpoint.faults.set('dynamodb', { throttle: 1 });
  await expect(put('a', '1')).rejects.toThrow('Told to throttle');
  expect(await publishedBy(dynamodb)).toMatchObject({ [throttles('Write', 'a')]: [1], [throttles('Write', 'b')]: [1] });
});
