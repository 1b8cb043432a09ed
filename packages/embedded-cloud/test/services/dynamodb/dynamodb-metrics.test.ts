import { BatchWriteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDb } from '../../../src/services/dynamodb/dynamodb';
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
  await bringUp('presence');
  await bringUp('live-counts');
});

afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

it('publishes zeros of tables that nobody throttles', async () => {
  expect(await publishedBy(dynamodb)).toEqual({
    [throttles('Write', 'presence')]: [0],
    [throttles('Read', 'presence')]: [0],
    [throttles('Write', 'live-counts')]: [0],
    [throttles('Read', 'live-counts')]: [0],
  });
});

it('tells how long each call took, by table and operation, and nothing of one that failed', async () => {
  await put('presence', '1');
  await put('presence', '"TableName":"live-counts"');
  await client.send(new GetItemCommand({ TableName: 'live-counts', Key: { pk: { S: '1' } } }));
  await client.send(
    new BatchWriteItemCommand({ RequestItems: { presence: putRequests('1'), 'live-counts': putRequests('2') } }),
  );
  await expect(
    client.send(new GetItemCommand({ TableName: 'live-counts', Key: { other: { S: '1' } } })),
  ).rejects.toThrow();
  const published = await publishedBy(dynamodb);
  const calls = Object.entries(published).filter(([name]) => name.includes('Latency'));
  expect(Object.fromEntries(calls.map(([name, values]) => [name, values.length]))).toEqual({
    [latency('presence', 'PutItem')]: 2,
    [latency('live-counts', 'GetItem')]: 1,
    [latency('presence', 'BatchWriteItem')]: 1,
    [latency('live-counts', 'BatchWriteItem')]: 1,
  });
  expect(Math.min(...calls.flatMap(([, values]) => values))).toBeGreaterThan(0);
});

it('counts the writes that a batch gets back, by table', async () => {
  endpoint.faults.set('dynamodb', { partial: 1 });
  await client.send(
    new BatchWriteItemCommand({ RequestItems: { presence: putRequests('1', '2'), 'live-counts': putRequests('3') } }),
  );
  expect(await publishedBy(dynamodb)).toMatchObject({
    [throttles('Write', 'presence')]: [2],
    [throttles('Write', 'live-counts')]: [1],
  });
});

it('counts a call that was throttled before it said what it was about to every table', async () => {
  endpoint.faults.set('dynamodb', { throttle: 1 });
  await expect(put('presence', '1')).rejects.toThrow('Told to throttle');
  expect(await publishedBy(dynamodb)).toMatchObject({
    [throttles('Write', 'presence')]: [1],
    [throttles('Write', 'live-counts')]: [1],
  });
});
