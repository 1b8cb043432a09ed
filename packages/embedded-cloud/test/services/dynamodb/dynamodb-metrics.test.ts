import { BatchWriteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDb } from '../../../src/services/dynamodb/dynamodb';
import { Endpoint, provision } from '../../../src/testing/endpoint';
import { publishedBy } from '../../support/published';

let endpoint: Endpoint;
let dynamodb: DynamoDb;
let client: DynamoDBClient;

const declare = (TableName: string) =>
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
  await declare('presence');
  await declare('live-counts');
});

afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

describe('the metrics of DynamoDB', () => {
  it('are 0 for idle tables', async () => {
    expect(await publishedBy(dynamodb)).toEqual({
      [throttles('Write', 'presence')]: [0],
      [throttles('Read', 'presence')]: [0],
      [throttles('Write', 'live-counts')]: [0],
      [throttles('Read', 'live-counts')]: [0],
    });
  });

  it('include the latency of each successful call, by table and operation', async () => {
    await put('presence', '1');
    await put('presence', '"TableName":"live-counts"');
    await client.send(new GetItemCommand({ TableName: 'live-counts', Key: { pk: { S: '1' } } }));
    const RequestItems = { presence: putRequests('1'), 'live-counts': putRequests('2') };
    await client.send(new BatchWriteItemCommand({ RequestItems }));
    const invalid = client.send(new GetItemCommand({ TableName: 'live-counts', Key: { other: { S: '1' } } }));
    await expect(invalid).rejects.toThrow();
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

  it('count the unprocessed writes of a batch, by table', async () => {
    endpoint.faults.set('dynamodb', { partial: 1 });
    const RequestItems = { presence: putRequests('1', '2'), 'live-counts': putRequests('3') };
    await client.send(new BatchWriteItemCommand({ RequestItems }));
    expect(await publishedBy(dynamodb)).toMatchObject({
      [throttles('Write', 'presence')]: [2],
      [throttles('Write', 'live-counts')]: [1],
    });
  });

  it('count a throttled call for every table, because its table is unknown', async () => {
    endpoint.faults.set('dynamodb', { throttle: 1 });
    await expect(put('presence', '1')).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
    expect(await publishedBy(dynamodb)).toMatchObject({
      [throttles('Write', 'presence')]: [1],
      [throttles('Write', 'live-counts')]: [1],
    });
  });
});
