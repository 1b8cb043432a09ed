import {
  BatchGetQueryExecutionCommand,
  GetQueryResultsCommand,
  ListQueryExecutionsCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import type { EmbeddedTables } from '../../../src/testing/embedded-tables';
import { openTables } from '../../support/tables';

let lake: EmbeddedTables;

beforeAll(async () => {
  lake = await openTables();
});

afterAll(() => lake.close());

describe('an execution', () => {
  const SLOW =
    'SELECT count(*) FROM UNNEST(sequence(1, 30000)) a(x), UNNEST(sequence(1, 100000)) b(y) WHERE x * y % 7 = 3';
  const TOKEN = 't'.repeat(32);

  it('can be stopped while it runs and while it is queued', async () => {
    const ids = await Promise.all([SLOW, SLOW, SLOW].map((sql) => lake.start(sql)));
    for (const QueryExecutionId of ids) await lake.athena.send(new StopQueryExecutionCommand({ QueryExecutionId }));
    for (const id of ids) {
      expect(await lake.end(id)).toMatchObject({ state: 'CANCELLED', reason: 'Query cancelled by user' });
    }
    await expect(lake.athena.send(new GetQueryResultsCommand({ QueryExecutionId: ids[0] }))).rejects.toThrow(
      /did not succeed/,
    );
  });

  it('is found by its token, also after a restart; another statement with the token is rejected', async () => {
    const first = await lake.ask('SELECT 42', { ClientRequestToken: TOKEN });
    await lake.startAthena();
    expect(await lake.start('SELECT 42', { ClientRequestToken: TOKEN })).toBe(first.id);
    await expect(lake.start('SELECT 43', { ClientRequestToken: TOKEN })).rejects.toThrow(/parameters do not match/);
    await expect(lake.start('SELECT 42', { ClientRequestToken: 'short' })).rejects.toThrow(/32 to 128/);
    expect((await lake.end(first.id)).rows).toEqual([['42']]);
  });

  it('has failed when its process ended before it', async () => {
    const id = await lake.start(SLOW);
    await lake.startAthena(); // without stopping the earlier service, as if its process had ended
    expect(await lake.end(id)).toMatchObject({ state: 'FAILED', reason: 'The embedded cloud was stopped.' });
  });
});

describe('the executions of a workgroup', () => {
  it('are listed latest first and page by page, also after a restart', async () => {
    const WorkGroup = 'frugal';
    const ids: string[] = [];
    for (const sql of ['SELECT 1', 'SELECT 2', 'SELECT nope']) ids.unshift((await lake.ask(sql, { WorkGroup })).id);
    const first = await lake.athena.send(new ListQueryExecutionsCommand({ WorkGroup, MaxResults: 2 }));
    expect(first.QueryExecutionIds).toEqual(ids.slice(0, 2));
    const NextToken = first.NextToken;
    const second = await lake.athena.send(new ListQueryExecutionsCommand({ WorkGroup, MaxResults: 2, NextToken }));
    expect(second).toMatchObject({ QueryExecutionIds: ids.slice(2) });
    expect(second.NextToken).toBeUndefined();

    const latest = (await lake.ask('SELECT 3', { WorkGroup })).id;
    expect((await lake.athena.send(new ListQueryExecutionsCommand({ WorkGroup }))).QueryExecutionIds).toEqual([
      latest,
      ...ids,
    ]);
    await lake.startAthena();
    expect((await lake.athena.send(new ListQueryExecutionsCommand({ WorkGroup }))).QueryExecutionIds).toEqual([
      latest,
      ...ids,
    ]);
  });

  it('are not listed for an unknown workgroup or an invalid page size', async () => {
    await expect(lake.athena.send(new ListQueryExecutionsCommand({ WorkGroup: 'unknown' }))).rejects.toThrow(
      /unknown is not found/,
    );
    await expect(
      lake.athena.send(new ListQueryExecutionsCommand({ WorkGroup: 'frugal', MaxResults: 51 })),
    ).rejects.toThrow(/MaxResults must be 1 to 50/);
  });

  it('are returned in a batch, together with the ids that do not exist', async () => {
    const { id } = await lake.ask('SELECT 1');
    const request = new BatchGetQueryExecutionCommand({ QueryExecutionIds: [id, 'other'] });
    const { QueryExecutions, UnprocessedQueryExecutionIds } = await lake.athena.send(request);
    expect(QueryExecutions).toMatchObject([
      { QueryExecutionId: id, Query: 'SELECT 1', Status: { State: 'SUCCEEDED' } },
    ]);
    expect(UnprocessedQueryExecutionIds).toMatchObject([
      { QueryExecutionId: 'other', ErrorMessage: 'QueryExecution other was not found' },
    ]);
    await expect(
      lake.athena.send(new BatchGetQueryExecutionCommand({ QueryExecutionIds: Array.from({ length: 51 }, () => id) })),
    ).rejects.toThrow(/1 to 50/);
  });
});
