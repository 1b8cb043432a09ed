import { type BatchGetItemCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { batchGet, type Item } from '../../src/dynamodb';
import { answering } from '../support/fake-client';

const keys: readonly Item[] = Array.from({ length: 150 }, (_, n) => ({ id: { S: String(n) } }));
const requested = (input: object): readonly Item[] =>
  (input as BatchGetItemCommandInput).RequestItems?.['table']?.Keys ?? [];

describe('batchGet', () => {
  it('reads every key once, 100 in a call', async () => {
    const { client, inputs } = answering(new DynamoDBClient({}), (input) => ({
      Responses: { table: requested(input) },
    }));
    expect(await batchGet(client, 'table', keys)).toEqual(keys);
    expect(inputs.map((input) => requested(input).length)).toEqual([100, 50]);
  });

  it('retries only the keys that the table left out', async () => {
    const { client, inputs } = answering(new DynamoDBClient({}), (input, call) => ({
      Responses: { table: requested(input).slice(0, call) },
      UnprocessedKeys: { table: { Keys: requested(input).slice(call) } },
    }));
    expect(await batchGet(client, 'table', keys.slice(0, 3))).toEqual(keys.slice(0, 3));
    expect(inputs.map((input) => requested(input).length)).toEqual([3, 2]);
  });

  it('rejects if the table leaves keys out at every attempt', async () => {
    const { client } = answering(new DynamoDBClient({}), (input) => ({
      UnprocessedKeys: { table: { Keys: requested(input) } },
    }));
    await expect(batchGet(client, 'table', keys.slice(0, 2))).rejects.toThrow('did not return 2 items');
  });
});
