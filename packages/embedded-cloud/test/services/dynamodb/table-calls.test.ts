import {
  type AttributeValue,
  type CreateGlobalSecondaryIndexAction,
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  type UpdateTableCommandInput,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { DynamoDb } from '../../../src/services/dynamodb/dynamodb';
import { Endpoint } from '../../../src/testing/endpoint';
import { until } from '../../support/until';

/** The lease table of a Kinesis Client Library application. */
const TableName = 'leases';
const INDEX = 'LeaseOwnerToLeaseKeyIndex';
const ATTRIBUTES = [
  { AttributeName: 'leaseOwner', AttributeType: 'S' },
  { AttributeName: 'leaseKey', AttributeType: 'S' },
] as const;
const CREATE = {
  IndexName: INDEX,
  KeySchema: [
    { AttributeName: 'leaseOwner', KeyType: 'HASH' },
    { AttributeName: 'leaseKey', KeyType: 'RANGE' },
  ],
  Projection: { ProjectionType: 'KEYS_ONLY' },
} satisfies CreateGlobalSecondaryIndexAction;

let endpoint: Endpoint;
let client: DynamoDBClient;
let dynamodb: DynamoDb;
/** Epoch ms. */
let now: number;

const start = () => {
  dynamodb = endpoint.add(new DynamoDb(endpoint.surroundings, endpoint.faults, () => now));
};

/** Creates the table, and waits until it can be used. */
const create = async (input: object = {}) => {
  const answer = await client.send(
    new CreateTableCommand({
      TableName,
      KeySchema: [{ AttributeName: 'leaseKey', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'leaseKey', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      ...input,
    }),
  );
  await until(async () => (await describeTable())?.TableStatus === 'ACTIVE');
  return answer;
};

const update = (input: Partial<UpdateTableCommandInput>) =>
  client.send(new UpdateTableCommand({ TableName, ...input }));

const addIndex = (changed: object = {}) =>
  update({
    AttributeDefinitions: [...ATTRIBUTES],
    GlobalSecondaryIndexUpdates: [{ Create: { ...CREATE, ...changed } }],
  });

const put = (leaseKey: string, leaseOwner?: string) => {
  const item: Record<string, AttributeValue> = { leaseKey: { S: leaseKey }, counter: { N: '1' } };
  return client.send(
    new PutItemCommand({
      TableName,
      Item: leaseOwner === undefined ? item : { ...item, leaseOwner: { S: leaseOwner } },
    }),
  );
};

const leasesOf = async (owner: string) => {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName,
      IndexName: INDEX,
      KeyConditionExpression: 'leaseOwner = :leaseOwner',
      ExpressionAttributeValues: { ':leaseOwner': { S: owner } },
    }),
  );
  return Items.map(({ leaseKey, ...others }) => [leaseKey?.S, ...Object.keys(others)].join());
};

const describeTable = async () => (await client.send(new DescribeTableCommand({ TableName }))).Table;

/** A table that is being deleted still exists. */
const exists = async (): Promise<boolean> =>
  (await client.send(new ListTablesCommand({}))).TableNames?.includes(TableName) ?? false;

beforeEach(async () => {
  now = Date.now();
  endpoint = await Endpoint.open();
  client = new DynamoDBClient(endpoint.clientConfig());
  start();
});

afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

describe('UpdateTable', () => {
  it('adds an index to a table on demand, with the items that exist and those that follow', async () => {
    await create();
    await put('shard-1', 'ann');
    await put('shard-2', 'bob');
    await put('shard-3');
    const { TableDescription } = await addIndex();
    expect(TableDescription?.GlobalSecondaryIndexes).toMatchObject([{ IndexName: INDEX, IndexStatus: 'CREATING' }]);
    const table = await describeTable();
    expect(table).toMatchObject({ TableStatus: 'ACTIVE', GlobalSecondaryIndexes: [{ IndexStatus: 'ACTIVE' }] });
    expect(table?.AttributeDefinitions?.map(({ AttributeName }) => AttributeName)).toEqual(['leaseKey', 'leaseOwner']);
    expect(await leasesOf('ann')).toEqual(['shard-1,leaseOwner']);
    await put('shard-2', 'ann');
    await put('shard-3', 'ann');
    expect(await leasesOf('ann')).toEqual(['shard-1,leaseOwner', 'shard-2,leaseOwner', 'shard-3,leaseOwner']);
    expect(await leasesOf('bob')).toEqual([]);
    await client.send(new DeleteItemCommand({ TableName, Key: { leaseKey: { S: 'shard-1' } } }));
    expect(await leasesOf('ann')).toHaveLength(2);
  });

  it('removes an index', async () => {
    await create();
    await addIndex();
    await update({ GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: INDEX } }] });
    expect((await describeTable())?.GlobalSecondaryIndexes).toBeUndefined();
    await expect(leasesOf('ann')).rejects.toThrow(/does not have the specified index/);
    const again = update({ GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: INDEX } }] });
    await expect(again).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('requires the throughput of an index exactly if the table has one', async () => {
    const ProvisionedThroughput = { ReadCapacityUnits: 5, WriteCapacityUnits: 5 };
    await create();
    await expect(addIndex({ ProvisionedThroughput })).rejects.toThrow(/when BillingMode is PAY_PER_REQUEST/);
    await client.send(new DeleteTableCommand({ TableName }));
    await until(async () => !(await exists()));
    await create({ BillingMode: 'PROVISIONED', ProvisionedThroughput });
    await expect(addIndex()).rejects.toThrow(/must be specified for index/);
    await addIndex({ ProvisionedThroughput });
    expect((await describeTable())?.GlobalSecondaryIndexes).toMatchObject([{ ProvisionedThroughput }]);
    await update({ ProvisionedThroughput: { ReadCapacityUnits: 6, WriteCapacityUnits: 5 } });
    expect((await describeTable())?.GlobalSecondaryIndexes).toHaveLength(1);
  });

  it('rejects an index that exists, one without its attributes, two at once, and streams', async () => {
    await create();
    await addIndex();
    await expect(addIndex()).rejects.toThrow(/already exists/);
    const key = [{ AttributeName: 'other', KeyType: 'HASH' }] as const;
    await expect(addIndex({ IndexName: 'other', KeySchema: key })).rejects.toThrow(
      /not defined in AttributeDefinitions/,
    );
    const two = ['one', 'two'].map((IndexName) => ({
      Create: { ...CREATE, IndexName },
    }));
    await expect(update({ GlobalSecondaryIndexUpdates: two })).rejects.toMatchObject({
      name: 'LimitExceededException',
    });
    const stream = update({ StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } });
    await expect(stream).rejects.toThrow(
      /does not support the parameter StreamSpecification.StreamEnabled of UpdateTable/,
    );
  });
});

describe('a table that a call created', () => {
  it('has the tags of the call, and cannot be deleted while it is protected', async () => {
    const { TableDescription } = await create({
      Tags: [{ Key: 'app', Value: 'reader' }],
      DeletionProtectionEnabled: true,
    });
    expect(TableDescription?.DeletionProtectionEnabled).toBe(true);
    const { Tags } = await client.send(new ListTagsOfResourceCommand({ ResourceArn: TableDescription?.TableArn }));
    expect(Tags).toEqual([{ Key: 'app', Value: 'reader' }]);
    await expect(client.send(new DeleteTableCommand({ TableName }))).rejects.toThrow(/protected against deletion/);
    await update({ DeletionProtectionEnabled: false });
    await client.send(new DeleteTableCommand({ TableName }));
  });

  it('reports point-in-time recovery as a call set it', async () => {
    await create();
    const recovery = async () => {
      const { ContinuousBackupsDescription } = await client.send(new DescribeContinuousBackupsCommand({ TableName }));
      return ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
    };
    expect(await recovery()).toBe('DISABLED');
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
    await client.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
    expect(await recovery()).toBe('ENABLED');
  });

  it('expires items by the attribute that UpdateTimeToLive set, also after a restart', async () => {
    await create();
    await put('expired');
    const expiring = { leaseKey: { S: 'expiring' }, expires: { N: String(Math.floor(now / 1_000) + 60) } };
    await client.send(new PutItemCommand({ TableName, Item: expiring }));
    const TimeToLiveSpecification = { AttributeName: 'expires', Enabled: true };
    await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
    await dynamodb.stop();
    start();
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
    expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' });
    now += 120_000;
    expect(await dynamodb.expire()).toBe(1);
    const { Items } = await client.send(new ScanCommand({ TableName, TotalSegments: 1, Segment: 0 }));
    expect(Items?.map(({ leaseKey }) => leaseKey?.S)).toEqual(['expired']);
  });

  it('must exist', async () => {
    const missing = { name: 'ResourceNotFoundException' };
    await expect(client.send(new DescribeTimeToLiveCommand({ TableName }))).rejects.toMatchObject(missing);
    await expect(addIndex()).rejects.toMatchObject(missing);
    await expect(client.send(new DeleteTableCommand({ TableName }))).rejects.toMatchObject(missing);
  });
});
