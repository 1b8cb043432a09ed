import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  ProvisionedThroughputExceededException,
  PutItemCommand,
  QueryCommand,
  ResourceNotFoundException,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { WATCHER } from '../../../src/core/faults';
import type { JsonObject } from '../../../src/core/service';
import { DynamoDb } from '../../../src/services/dynamodb/dynamodb';
import { Endpoint, provision } from '../../../src/testing/endpoint';

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
/** Epoch ms. */
let now: number;

/** Starts a service and declares a table in it. */
const start = (properties: JsonObject = TABLE) => {
  dynamodb = endpoint.add(new DynamoDb(endpoint.surroundings, endpoint.faults, () => now));
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
  now = Date.now();
  endpoint = await Endpoint.open();
  client = new DynamoDBClient(endpoint.clientConfig());
});

afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

describe('DynamoDB', () => {
  it('supports consistent queries over a range of a global table', async () => {
    const { ref, attributes } = await start();
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

  it('supports provisioned throughput and a global secondary index', async () => {
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

  it('returns the errors that the SDK knows', async () => {
    await start();
    const unknown = client.send(new GetItemCommand({ TableName: 'other-table', Key: { pk: { S: 'p' } } }));
    await expect(unknown).rejects.toThrow(ResourceNotFoundException);
    const conditional = new DeleteItemCommand({
      TableName: 'presence',
      Key: { pk: { S: 'p' }, sk: { S: 'none' } },
      ConditionExpression: 'attribute_exists(pk)',
    });
    await expect(client.send(conditional)).rejects.toThrow(ConditionalCheckFailedException);
  });

  it('returns the item that does not meet a condition, if the call asks for it', async () => {
    await start();
    await put('a', 7);
    const item = { pk: { S: 'p' }, sk: { S: 'a' } };
    const write = (ReturnValuesOnConditionCheckFailure: 'ALL_OLD' | 'NONE') =>
      client.send(
        new PutItemCommand({
          TableName: 'presence',
          Item: item,
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure,
        }),
      );
    await expect(write('ALL_OLD')).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item: { ...item, expires: { N: '7' } },
    });
    await expect(write('NONE')).rejects.toMatchObject({ Item: undefined });
  });

  it('returns the throttling error of DynamoDB for an injected fault', async () => {
    await start();
    endpoint.faults.set('dynamodb', { throttle: 1 });
    await expect(put('a')).rejects.toThrow(ProvisionedThroughputExceededException);
  });

  it('shows a watcher what the others no longer see', async () => {
    await start();
    await put('a');
    endpoint.faults.set('dynamodb', { throttle: 1, stallMs: 60_000 });
    const watcher = new DynamoDBClient({ ...endpoint.clientConfig(), credentials: WATCHER });
    expect(await watcher.send(new ScanCommand({ TableName: 'presence' }))).toMatchObject({ Count: 1 });
    watcher.destroy();
  });

  it('returns the unprocessed items of a batch that injected faults hit, and does not write them', async () => {
    await start();
    endpoint.faults.set('dynamodb', { partial: 0.5 });
    let pending = Array.from({ length: 25 }, (_, index) => ({
      PutRequest: { Item: { pk: { S: 'p' }, sk: { S: `s${index}` } } },
    }));
    let rounds = 0;
    while (pending.length > 0) {
      const before = (await sortKeys()).length;
      const command = new BatchWriteItemCommand({ RequestItems: { presence: pending } });
      const { UnprocessedItems } = await client.send(command);
      const unprocessed = (UnprocessedItems?.['presence'] ?? []) as typeof pending;
      expect((await sortKeys()).length - before).toBe(pending.length - unprocessed.length);
      pending = unprocessed;
      rounds += 1;
    }
    expect(rounds).toBeGreaterThan(1);
  });

  it('deletes expired items, and only these', async () => {
    await start();
    now = 1_800_000_000_000;
    await put('expired', 1_800_000_000);
    await put('mistaken', 1_800_000_000 - 6 * 365 * 86_400); // DynamoDB ignores a time more than five years ago
    await put('fresh', 1_800_000_001);
    await put('eternal');
    expect(await dynamodb.expire()).toBe(1);
    expect(await sortKeys()).toEqual(['eternal', 'fresh', 'mistaken']);
  });

  it('describes the time-to-live attribute of a table', async () => {
    await start({ ...TABLE, TableName: 'lasting', TimeToLiveSpecification: undefined });
    await provision(dynamodb, 'AWS::DynamoDB::GlobalTable', TABLE);
    const timeToLive = async (TableName: string) =>
      (await client.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription;
    expect(await timeToLive('presence')).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' });
    expect(await timeToLive('lasting')).toEqual({ TimeToLiveStatus: 'DISABLED' });
    await expect(timeToLive('none')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('keeps its items across a restart', async () => {
    await start();
    await put('kept');
    await dynamodb.stop();
    await start();
    expect(await sortKeys()).toEqual(['kept']);
  });

  it('rejects the declaration of a stream and a changed key', async () => {
    const streaming = start({ ...TABLE, StreamSpecification: { StreamViewType: 'NEW_IMAGE' } });
    await expect(streaming).rejects.toThrow('does not support StreamSpecification');
    await dynamodb.stop();
    await start();
    await dynamodb.stop();
    const { AttributeDefinitions, KeySchema } = TABLE;
    const other = {
      ...TABLE,
      AttributeDefinitions: AttributeDefinitions.slice(0, 1),
      KeySchema: KeySchema.slice(0, 1),
    };
    await expect(start(other)).rejects.toThrow('The table presence exists with a different key: pk, sk.');
  });
});
