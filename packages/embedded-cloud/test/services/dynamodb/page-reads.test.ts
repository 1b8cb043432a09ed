import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import fc from 'fast-check';
import type { JsonObject } from '../../../src/core/service';
import { DynamoEngine } from '../../../src/services/dynamodb/engine';
import { until } from '../../support/until';

const TableName = 'live-counts';
const KILOBYTE = 'x'.repeat(1_000);

let folder: string;
let engine: DynamoEngine;

const describeTable = async () => (await engine.call('DescribeTable', { TableName })).object('Table');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'embedded-cloud-'));
  engine = new DynamoEngine(folder);
  await engine.call('CreateTable', {
    TableName,
    AttributeDefinitions: [
      { AttributeName: 'scope', AttributeType: 'S' },
      { AttributeName: 'instant', AttributeType: 'N' },
    ],
    KeySchema: [
      { AttributeName: 'scope', KeyType: 'HASH' },
      { AttributeName: 'instant', KeyType: 'RANGE' },
    ],
    BillingMode: 'PAY_PER_REQUEST',
  });
  await until(async () => (await describeTable())?.string('TableStatus') === 'ACTIVE');
  for (const scope of ['all', 'tv', 'tv-box']) {
    for (let instant = 0; instant < 30; instant += 1) {
      const Item = { scope: { S: scope }, instant: { N: String(instant) }, parity: { N: String(instant % 2) } };
      await engine.call('PutItem', { TableName, Item });
    }
  }
  for (let instant = 0; instant < 12; instant += 1) {
    const Item = { scope: { S: 'large' }, instant: { N: String(instant) }, pad: { S: KILOBYTE.repeat(200) } };
    await engine.call('PutItem', { TableName, Item });
  }
});

afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

/** The answer of dynalite's own code, which runs the calls that request the consumed capacity. */
const byDynalite = async (operation: string, input: JsonObject) => {
  const output = await engine.call(operation, { ...input, ReturnConsumedCapacity: 'TOTAL' });
  const { ConsumedCapacity, ...answer } = output.all;
  expect(ConsumedCapacity).toBeDefined();
  return answer;
};

const keyOf = (scope: string, instant: number) => ({ scope: { S: scope }, instant: { N: String(instant) } });

const instants = fc.integer({ min: 0, max: 31 });
const ranges = fc.oneof(
  fc.constant({ text: '', values: {} }),
  fc.record({ operator: fc.constantFrom('=', '<', '<=', '>', '>='), at: instants }).map(({ operator, at }) => ({
    text: ` AND instant ${operator} :at`,
    values: { ':at': { N: String(at) } },
  })),
  fc.tuple(instants, instants).map(([one, other]) => ({
    text: ' AND instant BETWEEN :from AND :to',
    values: { ':from': { N: String(Math.min(one, other)) }, ':to': { N: String(Math.max(one, other)) } },
  })),
);

interface Read {
  readonly limit: number | undefined;
  readonly isFiltered: boolean;
  readonly isProjected: boolean;
  readonly counts: boolean;
}

const reads: fc.Arbitrary<Read> = fc.record({
  limit: fc.option(fc.integer({ min: 1, max: 35 }), { nil: undefined }),
  isFiltered: fc.boolean(),
  isProjected: fc.boolean(),
  counts: fc.boolean(),
});

const toInput = ({ limit, isFiltered, isProjected, counts }: Read) => ({
  TableName,
  ...(limit === undefined ? {} : { Limit: limit }),
  ...(isFiltered ? { FilterExpression: 'parity = :odd' } : {}),
  ...(isProjected && !counts ? { ProjectionExpression: 'instant' } : {}),
  ...(counts ? { Select: 'COUNT' } : {}),
});

describe('page reads', () => {
  it('answer queries like dynalite', async () => {
    const queries = fc.record({
      read: reads,
      range: ranges,
      scope: fc.constantFrom('all', 'tv', 'tv-box', 'none'),
      isForward: fc.boolean(),
      isContinued: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(queries, async ({ read, range, scope, isForward, isContinued }) => {
        const input = {
          ...toInput(read),
          KeyConditionExpression: `#scope = :scope${range.text}`,
          ExpressionAttributeNames: { '#scope': 'scope' },
          ExpressionAttributeValues: {
            ':scope': { S: scope },
            ...range.values,
            ...(read.isFiltered ? { ':odd': { N: '1' } } : {}),
          },
          ScanIndexForward: isForward,
          ...(isContinued ? { ExclusiveStartKey: keyOf(scope, 10) } : {}),
        };
        const [ours, theirs] = await Promise.allSettled([
          engine.call('Query', input).then(({ all }) => all),
          byDynalite('Query', input),
        ]);
        expect(ours).toEqual(theirs);
      }),
    );
  });

  it('answer scans like dynalite', async () => {
    const scans = fc.record({ read: reads, isContinued: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(scans, async ({ read, isContinued }) => {
        const input = {
          ...toInput(read),
          ...(read.isFiltered ? { ExpressionAttributeValues: { ':odd': { N: '1' } } } : {}),
          ...(isContinued ? { ExclusiveStartKey: keyOf('tv', 10) } : {}),
        };
        expect((await engine.call('Scan', input)).all).toEqual(await byDynalite('Scan', input));
      }),
      { numRuns: 50 },
    );
  });

  it('end a page at 1 MiB and continue after it', async () => {
    const input = {
      TableName,
      KeyConditionExpression: '#scope = :large',
      ExpressionAttributeNames: { '#scope': 'scope' },
      ExpressionAttributeValues: { ':large': { S: 'large' } },
    };
    const first = (await engine.call('Query', input)).all;
    expect(first).toEqual(await byDynalite('Query', input));
    expect([first['Count'], first['LastEvaluatedKey']]).toEqual([6, keyOf('large', 5)]);
    const second = (await engine.call('Query', { ...input, ExclusiveStartKey: first['LastEvaluatedKey'] })).all;
    expect([second['Count'], second['LastEvaluatedKey']]).toEqual([6, keyOf('large', 11)]);
  });

  it('answer with an error when a filter fails, and do not end the process', async () => {
    const input = { TableName, FilterExpression: 'begins_with(nowhere, neither)' };
    await expect(engine.call('Scan', input)).rejects.toMatchObject({ code: 'InternalServerError' });
  });

  it('close every iterator of the store', async () => {
    const attach = jest.spyOn(ClassicLevel.prototype, 'attachResource');
    const detach = jest.spyOn(ClassicLevel.prototype, 'detachResource');
    for (let scan = 0; scan < 10; scan += 1) await engine.call('Scan', { TableName, Limit: 5 });
    expect(attach.mock.calls.length).toBeGreaterThanOrEqual(10);
    expect(detach.mock.calls.length).toBe(attach.mock.calls.length);
  });
});
