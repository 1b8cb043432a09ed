import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DynamoDBClient,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { dynamodb } from '../../../src/services/dynamodb';
import { Endpoint, provision } from '../../../src/testing/endpoint';

const KIB = 1_024;
const MIB = 1_024 * KIB;
const TableName = 'items';
const OF_PARTITION = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: 'a' } } };

let endpoint: Endpoint;
let client: DynamoDBClient;

/** An item of this many bytes: its attributes are named pk, sk and text. */
const itemOf = (sk: number, bytes: number, character = 'x') => ({
  pk: { S: 'a' },
  sk: { N: String(sk) },
  text: { S: character.repeat(bytes - 'pkaskText1'.length) },
});

const write = (items: readonly ReturnType<typeof itemOf>[]) =>
  client.send(
    new BatchWriteItemCommand({ RequestItems: { [TableName]: items.map((Item) => ({ PutRequest: { Item } })) } }),
  );

const itemsOf = (count: number, bytes: number) => Array.from({ length: count }, (_, sk) => itemOf(sk, bytes));

beforeEach(async () => {
  endpoint = await Endpoint.open();
  client = new DynamoDBClient(endpoint.clientConfig());
  await provision(endpoint.run(dynamodb), 'AWS::DynamoDB::Table', {
    TableName,
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'N' },
    ],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    BillingMode: 'PAY_PER_REQUEST',
  });
});

afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

describe('a batch write', () => {
  it('accepts 25 items of almost 400 KiB', async () => {
    expect((await write(itemsOf(25, 399 * KIB))).UnprocessedItems).toEqual({});
  });

  it('fails with status 413 above 16 MiB', async () => {
    const items = Array.from({ length: 25 }, (_, sk) => itemOf(sk, 150 * KIB, '\u0001')); // six bytes each in JSON
    await expect(write(items)).rejects.toMatchObject({ $metadata: { httpStatusCode: 413 } });
  });
});

it('a batch read returns about 1.4 MiB of one partition, and the other keys as unprocessed', async () => {
  await write(itemsOf(5, 399 * KIB));
  const Keys = itemsOf(5, 399 * KIB).map(({ pk, sk }) => ({ pk, sk }));
  const answer = await client.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys } } }));
  expect(answer.Responses?.[TableName]).toHaveLength(3);
  expect(answer.UnprocessedKeys?.[TableName]?.Keys).toHaveLength(2);
});

describe.each([
  ['a query', () => client.send(new QueryCommand({ TableName, ...OF_PARTITION }))],
  ['a scan', () => client.send(new ScanCommand({ TableName }))],
])('%s', (_, read) => {
  it('returns all items when they are smaller than 1 MiB', async () => {
    await write(itemsOf(3, MIB / 4));
    const { Items, LastEvaluatedKey } = await read();
    expect([Items?.length, LastEvaluatedKey]).toEqual([3, undefined]);
  });

  it('ends a page when its items reach 1 MiB', async () => {
    await write(itemsOf(6, MIB / 4));
    const { Items, LastEvaluatedKey } = await read();
    expect([Items?.length, LastEvaluatedKey?.['sk']]).toEqual([4, { N: '3' }]);
  });
});
