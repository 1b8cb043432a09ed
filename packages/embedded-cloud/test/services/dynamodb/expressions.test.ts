import {
  type AttributeValue,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { DynamoDb } from '../../../src/services/dynamodb/dynamodb';
import { Endpoint, provision } from '../../../src/testing/endpoint';

/**
 * One case at least for each rule of the grammars. Sources, in
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/: Expressions.OperatorsAndFunctions.html,
 * Expressions.UpdateExpressions.html, Expressions.ProjectionExpressions.html and
 * Query.KeyConditionExpressions.html.
 */
const TableName = 'films';
const Key = { genre: { S: 'drama' }, year: { S: '1999' } };
const FILM: Record<string, AttributeValue> = {
  ...Key,
  title: { S: 'The Matrix' },
  rating: { N: '8.7' },
  seen: { BOOL: true },
  gap: { NULL: true },
  poster: { B: Buffer.from('png') },
  tags: { SS: ['red', 'blue'] },
  takes: { NS: ['1', '2'] },
  actors: { L: [{ M: { name: { S: 'Keanu' } } }, { S: 'Carrie' }] },
  info: { M: { runtime: { N: '136' }, size: { S: 'wide' } } },
};
const VALUES: Record<string, AttributeValue> = {
  ':text': { S: 'The Matrix' },
  ':prefix': { S: 'The' },
  ':red': { S: 'red' },
  ':one': { N: '1' },
  ':two': { N: '2' },
  ':nine': { N: '9' },
  ':ten': { N: '10' },
  ':long': { N: '8.70' },
  ':runtime': { N: '136' },
  ':true': { BOOL: true },
  ':keanu': { M: { name: { S: 'Keanu' } } },
  ':carrie': { S: 'Carrie' },
  ':n': { S: 'N' },
  ':l': { S: 'L' },
  ':bytes': { B: Buffer.from('pn') },
  ':list': { L: [{ S: 'Laurence' }] },
  ':set': { SS: ['red', 'green'] },
};
const NAMES: Record<string, string> = { '#size': 'size', '#name': 'name', '#year': 'year' };

let endpoint: Endpoint;
let client: DynamoDBClient;

beforeAll(async () => {
  endpoint = await Endpoint.open();
  const AttributeDefinitions = [
    { AttributeName: 'genre', AttributeType: 'S' },
    { AttributeName: 'year', AttributeType: 'S' },
  ];
  const KeySchema = [
    { AttributeName: 'genre', KeyType: 'HASH' },
    { AttributeName: 'year', KeyType: 'RANGE' },
  ];
  const service = endpoint.add(new DynamoDb(endpoint.surroundings, endpoint.faults));
  await provision(service, 'AWS::DynamoDB::Table', { TableName, AttributeDefinitions, KeySchema });
  client = new DynamoDBClient(endpoint.clientConfig());
});

beforeEach(() => client.send(new PutItemCommand({ TableName, Item: FILM })));

afterAll(async () => {
  client.destroy();
  await endpoint.close();
});

/** The names and values that an expression uses: DynamoDB rejects others. */
const used = (expression: string) => {
  const pick = <Value>(all: Record<string, Value>): Record<string, Value> | undefined => {
    const entries = Object.entries(all).filter(([name]) => new RegExp(`${name}\\b`).test(expression));
    return entries.length > 0 ? Object.fromEntries(entries) : undefined;
  };
  return { ExpressionAttributeNames: pick(NAMES), ExpressionAttributeValues: pick(VALUES) };
};

it.each([
  ['title = :text', true],
  ['title <> :text', false],
  [':nine > rating', true],
  ['rating >= :nine', false],
  ['rating < :nine', true],
  ['rating <= :two', false],
  ['rating BETWEEN :two AND :nine', true],
  ['rating between :nine and :ten', false],
  ['rating = :long', true],
  ['rating IN (:one, :two)', false],
  ['seen IN (:one, :true)', true],
  ['actors[0].#name = :red', false],
  ['info.runtime = :runtime', true],
  ['attribute_exists(info.runtime)', true],
  ['attribute_not_exists(actors[7])', true],
  ['attribute_exists(absent)', false],
  ['attribute_type(rating, :n)', true],
  ['attribute_type(actors, :n)', false],
  ['attribute_type(actors, :l)', true],
  ['begins_with(title, :prefix)', true],
  ['begins_with(poster, :bytes)', true],
  ['contains(title, :red)', false],
  ['contains(tags, :red)', true],
  ['contains(actors, :carrie)', true],
  ['contains(takes, :two)', true],
  ['size(title) = :ten', true],
  ['size(poster) > :two', true],
  ['size(tags) = :two AND size(actors) = :two AND size(info) = :two', true],
  ['size(info.#size) BETWEEN :two AND :nine', true],
  ['NOT contains(tags, :red)', false],
  ['title = :text OR rating = :one AND rating = :two', true],
  ['(title = :text OR rating = :one) AND rating = :two', false],
  ['NOT rating = :one AND NOT (rating = :two)', true],
])('the condition %s is %s', async (FilterExpression, holds) => {
  const { Count } = await client.send(new ScanCommand({ TableName, FilterExpression, ...used(FilterExpression) }));
  expect(Count).toBe(holds ? 1 : 0);
  const update = new UpdateItemCommand({
    TableName,
    Key,
    ConditionExpression: FilterExpression,
    ...used(FilterExpression),
  });
  await (holds
    ? client.send(update)
    : expect(client.send(update)).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' }));
});

it.each([
  'actors[0] = :keanu',
  'actors <> :list',
  'contains(actors, :keanu)',
  'attribute_exists(title) AND actors[0] IN (:red, :keanu)',
])('the condition %s is refused, because it compares a list or a map', async (FilterExpression) => {
  const scan = client.send(new ScanCommand({ TableName, FilterExpression, ...used(FilterExpression) }));
  await expect(scan).rejects.toThrow(/does not compare lists and maps: :(keanu|list) in FilterExpression/);
});

it('a condition in the older parameters is refused as well, if it compares a list', async () => {
  const AttributeValueList: AttributeValue[] = [{ L: [{ S: 'Carrie' }] }];
  const scan = new ScanCommand({ TableName, ScanFilter: { actors: { ComparisonOperator: 'EQ', AttributeValueList } } });
  const refused = 'does not support the parameter ScanFilter.actors.AttributeValueList.L of Scan';
  await expect(client.send(scan)).rejects.toThrow(refused);
});

it.each<[string, Record<string, AttributeValue | undefined>]>([
  ['SET title = :red, rating = rating + :one', { title: { S: 'red' }, rating: { N: '9.7' } }],
  ['SET rating = :ten - rating', { rating: { N: '1.3' } }],
  ['SET plays = if_not_exists(plays, :one) + :one', { plays: { N: '2' } }],
  ['SET rating = if_not_exists(rating, :one)', { rating: { N: '8.7' } }],
  ['SET actors = list_append(actors, :list)', { actors: { L: [...(FILM['actors']?.L ?? []), { S: 'Laurence' }] } }],
  ['SET actors = list_append(:list, actors)', { actors: { L: [{ S: 'Laurence' }, ...(FILM['actors']?.L ?? [])] } }],
  [
    'SET crew = list_append(if_not_exists(crew, :list), :list)',
    { crew: { L: [{ S: 'Laurence' }, { S: 'Laurence' }] } },
  ],
  ['SET actors[1] = :red', { actors: { L: [{ M: { name: { S: 'Keanu' } } }, { S: 'red' }] } }],
  ['SET actors[9] = :red', { actors: { L: [...(FILM['actors']?.L ?? []), { S: 'red' }] } }],
  ['SET info.#size = :red', { info: { M: { runtime: { N: '136' }, size: { S: 'red' } } } }],
  ['SET title = rating, rating = :one', { title: { N: '8.7' }, rating: { N: '1' } }],
  [
    'REMOVE gap, actors[0], info.runtime',
    { gap: undefined, actors: { L: [{ S: 'Carrie' }] }, info: { M: { size: { S: 'wide' } } } },
  ],
  ['ADD rating :one', { rating: { N: '9.7' } }],
  ['ADD plays :one, tags :set', { plays: { N: '1' }, tags: { SS: ['blue', 'green', 'red'] } }],
  ['DELETE tags :set', { tags: { SS: ['blue'] } }],
  [
    'DELETE tags :set REMOVE gap ADD rating :one SET title = :red',
    { tags: { SS: ['blue'] }, gap: undefined, title: { S: 'red' } },
  ],
])('the update %s is applied', async (UpdateExpression, expected) => {
  const input = { TableName, Key, UpdateExpression, ...used(UpdateExpression) };
  const { Attributes = {} } = await client.send(new UpdateItemCommand({ ...input, ReturnValues: 'ALL_NEW' }));
  const changed = Object.fromEntries(Object.keys(expected).map((name) => [name, sorted(Attributes[name])]));
  expect(changed).toEqual(expected);
});

/** A set has no order. */
const sorted = (value: AttributeValue | undefined): AttributeValue | undefined =>
  value?.SS ? { SS: [...value.SS].sort() } : value;

it('a projection selects attributes, elements of lists and members of maps', async () => {
  const ProjectionExpression = 'title, actors[0].#name, info.#size';
  const { Item } = await client.send(
    new GetItemCommand({
      TableName,
      Key,
      ProjectionExpression,
      ExpressionAttributeNames: used(ProjectionExpression).ExpressionAttributeNames,
    }),
  );
  expect(Item).toEqual({
    title: { S: 'The Matrix' },
    actors: { L: [{ M: { name: { S: 'Keanu' } } }] },
    info: { M: { size: { S: 'wide' } } },
  });
});

it.each([
  ['', ['1999', '2003', '2021']],
  ['#year = :year', ['2003']],
  ['#year < :year', ['1999']],
  ['#year <= :year', ['1999', '2003']],
  ['#year > :year', ['2021']],
  ['#year >= :year', ['2003', '2021']],
  ['#year BETWEEN :year AND :end', ['2003', '2021']],
  ['begins_with(#year, :century)', ['2003', '2021']],
])('a key with the sort condition "%s" selects %j', async (condition, years) => {
  for (const year of ['2003', '2021']) {
    await client.send(new PutItemCommand({ TableName, Item: { genre: { S: 'drama' }, year: { S: year } } }));
  }
  const values: Record<string, AttributeValue> = {
    ':genre': { S: 'drama' },
    ':year': { S: '2003' },
    ':end': { S: '2030' },
    ':century': { S: '20' },
  };
  const KeyConditionExpression = condition === '' ? 'genre = :genre' : `genre = :genre AND ${condition}`;
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression,
      ExpressionAttributeNames: used(condition).ExpressionAttributeNames,
      ExpressionAttributeValues: Object.fromEntries(
        Object.entries(values).filter(([name]) => KeyConditionExpression.includes(name)),
      ),
    }),
  );
  expect(Items.map(({ year }) => year?.S)).toEqual(years);
});
