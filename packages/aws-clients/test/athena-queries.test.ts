import { AthenaClient } from '@aws-sdk/client-athena';
import { StatementFailed } from '../src';
import { AthenaQueries } from '../src/athena-queries';
import { answering } from './support/fake-client';

const execution = (State: string, StateChangeReason?: string) => ({
  QueryExecution: { Status: { State, StateChangeReason }, Statistics: { DataScannedInBytes: 7 } },
});
const row = (...values: readonly (string | undefined)[]) => ({
  Data: values.map((VarCharValue) => ({ VarCharValue })),
});

/** Athena answering its calls, one after another, with the given answers; the last one repeats. */
const athenaAnswering = (...answers: readonly object[]) => {
  const { client, inputs } = answering(new AthenaClient({}), (_, call) => answers[call - 1] ?? answers.at(-1) ?? {});
  return { queries: new AthenaQueries(client, 'analysts', 'playhead_dev'), inputs };
};

describe('AthenaQueries', () => {
  it('starts a query in its workgroup and database', async () => {
    const { queries, inputs } = athenaAnswering({ QueryExecutionId: 'q1' });
    expect(await queries.start({ sql: 'SELECT ?', executionParameters: ['1'] }, 'token')).toBe('q1');
    expect(inputs).toEqual([
      {
        QueryString: 'SELECT ?',
        ExecutionParameters: ['1'],
        ClientRequestToken: 'token',
        WorkGroup: 'analysts',
        QueryExecutionContext: { Database: 'playhead_dev' },
      },
    ]);
  });

  it('does not restart a query whose id it has', async () => {
    const { queries, inputs } = athenaAnswering(execution('RUNNING'));
    expect(await queries.startOnce({ sql: 'SELECT 1' }, 'token', 'q1')).toEqual({ id: 'q1', state: 'running' });
    expect(inputs).toEqual([{ QueryExecutionId: 'q1' }]);
  });

  it('polls a query until it has succeeded', async () => {
    const { queries } = athenaAnswering(execution('QUEUED'), execution('RUNNING'), execution('SUCCEEDED'));
    const states: (string | undefined)[] = [];
    const { Statistics } = await queries.waitFor('q1', {
      pollMs: 1,
      onProgress: ({ Status }) => states.push(Status?.State),
    });
    expect(states).toEqual(['QUEUED', 'RUNNING']);
    expect(Statistics?.DataScannedInBytes).toBe(7);
  });

  it("rejects with Athena's reason if a query fails", async () => {
    const { queries } = athenaAnswering(execution('FAILED', 'Column x does not exist'));
    const failure = await queries.waitFor('q1', { pollMs: 1 }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StatementFailed);
    expect(failure).toMatchObject({ message: 'Column x does not exist', isStopped: false });
  });

  it('stops a query once if the caller aborts, and waits for the confirmation', async () => {
    const { queries, inputs } = athenaAnswering(
      execution('RUNNING'),
      {}, // the answer to StopQueryExecution
      execution('RUNNING'),
      execution('CANCELLED', 'Query cancelled by user'),
    );
    const waiting = queries.waitFor('q1', { pollMs: 1, signal: AbortSignal.abort() });
    await expect(waiting).rejects.toMatchObject({ message: 'Query cancelled by user', isStopped: true });
    expect(inputs).toHaveLength(4);
  });

  it('stops a query that runs longer than the timeout', async () => {
    const { queries } = athenaAnswering(execution('RUNNING'));
    const waiting = queries.waitFor('q1', { pollMs: 1, timeoutMs: 5 });
    await expect(waiting).rejects.toMatchObject({
      message: expect.stringContaining('5 ms') as string,
      isStopped: true,
    });
  });

  it('reads the rows of every page without the header', async () => {
    const { queries } = athenaAnswering(
      { ResultSet: { Rows: [row('name', 'count'), row('one', '1')] }, NextToken: 'next' },
      { ResultSet: { Rows: [row('two', undefined)] } },
    );
    expect(await queries.rowsOf('q1')).toEqual([
      ['one', '1'],
      ['two', undefined],
    ]);
  });

  it('reads the text of a statement that has no header', async () => {
    const { queries } = athenaAnswering({ ResultSet: { Rows: [row('{'), row('}')] } });
    expect(await queries.textOf('q1')).toBe('{\n}\n');
  });
});
