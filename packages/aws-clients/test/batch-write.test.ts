import { type BatchWriteItemCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { batchWrite, type Item } from '../src/batch-write';
import { answering } from '../../../test/support/fake-client';

const items: readonly Item[] = Array.from({ length: 60 }, (_, n) => ({ partition: { S: String(n) } }));
const written = (input: object): string[] =>
  ((input as BatchWriteItemCommandInput).RequestItems?.['table'] ?? []).map(
    ({ PutRequest }) => PutRequest?.Item?.['partition']?.S ?? '',
  );

it('writes every item once, 25 a call', async () => {
  const { client, inputs } = answering(new DynamoDBClient({}), () => ({}));
  await batchWrite(client, 'table', items);
  expect(inputs.map((input) => written(input).length)).toEqual([25, 25, 10]);
  expect(inputs.flatMap(written)).toEqual(items.map(({ partition }) => partition?.S));
});

it('writes again what the table gave back, and nothing else', async () => {
  const { client, inputs } = answering(new DynamoDBClient({}), (input, call) => ({
    UnprocessedItems:
      call === 1 ? { table: (input as BatchWriteItemCommandInput).RequestItems?.['table']?.slice(3, 5) } : {},
  }));
  await batchWrite(client, 'table', items.slice(0, 10));
  expect(inputs.map(written)).toEqual([items.slice(0, 10).map(({ partition }) => partition?.S), ['3', '4']]);
});

it('fails where the table gives items back to the end', async () => {
  const { client, inputs } = answering(new DynamoDBClient({}), (input) => ({
    UnprocessedItems: (input as BatchWriteItemCommandInput).RequestItems,
  }));
  await expect(batchWrite(client, 'table', items.slice(0, 2))).rejects.toThrow('table refused 2 items');
  expect(inputs.length).toBeGreaterThan(3);
});

it('writes nothing where there is nothing', async () => {
  const { client, inputs } = answering(new DynamoDBClient({}), () => ({}));
  await batchWrite(client, 'table', []);
  expect(inputs).toEqual([]);
});
