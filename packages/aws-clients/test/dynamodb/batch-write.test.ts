import { type BatchWriteItemCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { batchWrite, type Item } from '../../src/dynamodb';
import { answering } from '../support/fake-client';

const items: readonly Item[] = Array.from({ length: 60 }, (_, n) => ({ partition: { S: String(n) } }));
const written = (input: object): string[] =>
  ((input as BatchWriteItemCommandInput).RequestItems?.['table'] ?? []).map(
    ({ PutRequest }) => PutRequest?.Item?.['partition']?.S ?? '',
  );

describe('batchWrite', () => {
  it('writes every item once, 25 in a call', async () => {
    const { client, inputs } = answering(new DynamoDBClient({}), () => ({}));
    await batchWrite(client, 'table', items);
    expect(inputs.map((input) => written(input).length)).toEqual([25, 25, 10]);
    expect(inputs.flatMap(written)).toEqual(items.map(({ partition }) => partition?.S));
  });

  it('retries only the items that the table refused', async () => {
    const { client, inputs } = answering(new DynamoDBClient({}), (input, call) => ({
      UnprocessedItems:
        call === 1 ? { table: (input as BatchWriteItemCommandInput).RequestItems?.['table']?.slice(3, 5) } : {},
    }));
    await batchWrite(client, 'table', items.slice(0, 10));
    expect(inputs.map(written)).toEqual([items.slice(0, 10).map(({ partition }) => partition?.S), ['3', '4']]);
  });

  it('rejects if the table refuses items at every attempt', async () => {
    const { client, inputs } = answering(new DynamoDBClient({}), (input) => ({
      UnprocessedItems: (input as BatchWriteItemCommandInput).RequestItems,
    }));
    await expect(batchWrite(client, 'table', items.slice(0, 2))).rejects.toThrow('table refused 2 items');
    expect(inputs.length).toBeGreaterThan(3);
  });

  it('makes no call without items', async () => {
    const { client, inputs } = answering(new DynamoDBClient({}), () => ({}));
    await batchWrite(client, 'table', []);
    expect(inputs).toEqual([]);
  });
});
