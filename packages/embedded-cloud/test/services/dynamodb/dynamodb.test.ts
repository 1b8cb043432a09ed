import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ProvisionedThroughputExceededException,
  PutItemCommand,
  QueryCommand,
  ResourceNotFoundException,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import type { JsonObject } from '../../../src/core/service';
import { DynamoDb } from '../../../src/services/dynamodb/dynamodb';
import { Endpoint, provision } from '../../support/endpoint';

const TABLE = {
  TableName: 'presence',
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  BillingMode: 'PAY_PER_REQUEST',
  TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
  Replicas: [{ Region: 'us-east-1', PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }],
};

let endpoint: Endpoint;
let dynamodb: DynamoDb;
let client: DynamoDBClient;

const bringUp = (properties: JsonObject = TABLE) => {
  dynamodb = endpoint.add(new DynamoDb(endpoint.surroundings, endpoint.faults));
  return provision(dynamodb, 'AWS::DynamoDB::GlobalTable', properties);
};

const put = (sk: string, expires?: number) =>
  client.send(
    new PutItemCommand({
      TableName: 'presence',
      Item: { pk: { S: 'p' }, sk: { S: sk }, ...(expires === undefined ? {} : { expires: { N: String(expires) } }) },
    }),
  );

const sortKeys = async () => {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: 'presence' }));
  return Items.map(({ sk }) => sk?.S);
};

beforeEach(async () => {
  endpoint = await Endpoint.open();
  client = new DynamoDBClient(endpoint.clientConfig());
});

afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

it('brings a global table up and answers consistent queries over a range', async () => {
  const { ref, attributes } = await bringUp();
  expect([ref, attributes['Arn']]).toEqual(['presence', 'arn:aws:dynamodb:us-east-1:000000000000:table/presence']);
  for (const sk of ['a', 'b', 'c']) await put(sk);
  const { Items } = await client.send(
    new QueryCommand({
      TableName: 'presence',
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :p AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':p': { S: 'p' }, ':from': { S: 'b' }, ':to': { S: 'z' } },
    }),
  );
  expect(Items?.map(({ sk }) => sk?.S)).toEqual(['b', 'c']);
});

it('takes a table with provisioned throughput and a global index', async () => {
  dynamodb = endpoint.add(new DynamoDb(endpoint.surroundings, endpoint.faults));
  const { TableName, AttributeDefinitions, KeySchema } = TABLE;
  const GlobalSecondaryIndexes = [
    {
      IndexName: 'by-sk',
      KeySchema: [{ AttributeName: 'sk', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ];
  const ProvisionedThroughput = { ReadCapacityUnits: 5, WriteCapacityUnits: 5 };
  const properties = { TableName, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, ProvisionedThroughput };
  await provision(dynamodb, 'AWS::DynamoDB::Table', properties);
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  expect(Table?.TableStatus).toBe('ACTIVE');
  await put('a');
  const { Count } = await client.send(
    new QueryCommand({
      TableName,
      IndexName: 'by-sk',
      KeyConditionExpression: 'sk = :s',
      ExpressionAttributeValues: { ':s': { S: 'a' } },
    }),
  );
  expect(Count).toBe(1);
});

it('passes errors through as the SDK knows them', async () => {
  await bringUp();
  await expect(client.send(new GetItemCommand({ TableName: 'other-table', Key: { pk: { S: 'p' } } }))).rejects.toThrow(
    ResourceNotFoundException,
  );
  const conditional = new DeleteItemCommand({
    TableName: 'presence',
    Key: { pk: { S: 'p' }, sk: { S: 'none' } },
    ConditionExpression: 'attribute_exists(pk)',
  });
  await expect(client.send(conditional)).rejects.toThrow(ConditionalCheckFailedException);
});

it('throttles as told, with the error of DynamoDB', async () => {
  await bringUp();
  endpoint.faults.set('dynamodb', { throttle: 1 });
  await expect(put('a')).rejects.toThrow(ProvisionedThroughputExceededException);
});

it('gives back part of a batch write when told to, without having written it', async () => {
  await bringUp();
  endpoint.faults.set('dynamodb', { partial: 0.5 });
  let pending = Array.from({ length: 25 }, (_, index) => ({
    PutRequest: { Item: { pk: { S: 'p' }, sk: { S: `s${index}` } } },
  }));
  let rounds = 0;
  while (pending.length > 0) {
    const before = (await sortKeys()).length;
    const command = new BatchWriteItemCommand({ RequestItems: { presence: pending } });
    const { UnprocessedItems } = await client.send(command);
    const left = (UnprocessedItems?.['presence'] ?? []) as typeof pending;
    expect((await sortKeys()).length - before).toBe(pending.length - left.length);
    pending = left;
    rounds += 1;
  }
  expect(rounds).toBeGreaterThan(1);
});

it('deletes what has expired, and only that', async () => {
  await bringUp();
  const now = Math.floor(Date.now() / 1000);
  await put('expired', now - 10);
  await put('mistaken', now - 6 * 365 * 86_400); // so long ago that DynamoDB leaves it alone
  await put('fresh', now + 60);
  await put('eternal');
  expect(await dynamodb.expire()).toBe(1);
  expect(await sortKeys()).toEqual(['eternal', 'fresh', 'mistaken']);
});

it('finds its items again after a restart', async () => {
  await bringUp();
  await put('kept');
  await dynamodb.stop();
  await bringUp();
  expect(await sortKeys()).toEqual(['kept']);
});

it('refuses a stream, and a key other than the one it keeps', async () => {
  await expect(bringUp({ ...TABLE, StreamSpecification: { StreamViewType: 'NEW_IMAGE' } })).rejects.toThrow(
    /does not run StreamSpecification/,
  );
  await dynamodb.stop();
  await bringUp();
  await dynamodb.stop();
  const { AttributeDefinitions, KeySchema } = TABLE;
  const other = {
    ...TABLE,
    AttributeDefinitions: AttributeDefinitions.slice(0, 1),
    KeySchema: KeySchema.slice(0, 1),
  };
  await expect(bringUp(other)).rejects.toThrow(/another key/);
});
