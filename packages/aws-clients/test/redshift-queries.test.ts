import { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { RedshiftQueries } from '../src/redshift-queries';
import { answering } from './support/fake-client';

/** Redshift answering its calls, one after another, with the given answers; the last one repeats. */
const redshiftAnswering = (...answers: readonly object[]) => {
  const { client, inputs } = answering(
    new RedshiftDataClient({}),
    (_, call) => answers[call - 1] ?? answers.at(-1) ?? {},
  );
  const props = { workgroup: 'dev', database: 'playhead', secretName: 'mirror', pollMs: 1 };
  return {
    queries: new RedshiftQueries(client, props),
    hurried: new RedshiftQueries(client, { ...props, timeoutMs: 5 }),
    inputs,
  };
};

describe('RedshiftQueries', () => {
  it('returns the rows of every page as plain values', async () => {
    const { queries, inputs } = redshiftAnswering(
      { Id: 's1' },
      { Status: 'STARTED' },
      { Status: 'FINISHED' },
      { Records: [[{ longValue: 1 }, { stringValue: 'one' }]], NextToken: 'next' },
      { Records: [[{ isNull: true }, { booleanValue: false }, { doubleValue: 0.5 }]] },
    );
    expect(await queries.rows('SELECT :a', { a: '1' })).toEqual([
      [1, 'one'],
      [null, false, 0.5],
    ]);
    expect(inputs[0]).toEqual({
      WorkgroupName: 'dev',
      Database: 'playhead',
      SecretArn: 'mirror',
      Sql: 'SELECT :a',
      Parameters: [{ name: 'a', value: '1' }],
    });
  });

  it('runs statements as one transaction', async () => {
    const { queries, inputs } = redshiftAnswering({ Id: 's1' }, { Status: 'FINISHED' });
    await queries.transaction(['DELETE FROM a', 'DELETE FROM b']);
    expect(inputs[0]).toMatchObject({ Sqls: ['DELETE FROM a', 'DELETE FROM b'] });
  });

  it("rejects with Redshift's reason if a statement fails", async () => {
    const { queries } = redshiftAnswering({ Id: 's1' }, { Status: 'FAILED', Error: 'relation "a" does not exist' });
    await expect(queries.transaction(['DELETE FROM a'])).rejects.toMatchObject({
      message: 'relation "a" does not exist',
      isStopped: false,
    });
  });

  it('cancels a statement that runs longer than the timeout', async () => {
    const { hurried, inputs } = redshiftAnswering({ Id: 's1', Status: 'STARTED' });
    await expect(hurried.rows('SELECT 1')).rejects.toMatchObject({ isStopped: true });
    expect(inputs.at(-1)).toEqual({ Id: 's1' });
  });

  it('cancels a statement once if the caller aborts', async () => {
    const { queries, inputs } = redshiftAnswering(
      { Status: 'STARTED' },
      {},
      { Status: 'STARTED' },
      { Status: 'ABORTED' },
    );
    const waiting = queries.waitFor('s1', { pollMs: 1, signal: AbortSignal.abort() });
    await expect(waiting).rejects.toMatchObject({ isStopped: true });
    expect(inputs).toHaveLength(4);
  });
});
