import type { EmbeddedTables } from '../../../src/testing/embedded-tables';
import { openTables } from '../../support/tables';

let lake: EmbeddedTables;

beforeAll(async () => {
  lake = await openTables();
});

afterAll(() => lake.close());

describe('Athena', () => {
  it.each([
    ['SELECT 1; SELECT 2', /Only one sql statement/],
    ["SELECT '1'; DROP TABLE visits", /Only one sql statement/],
    ['DROP DATABASE shop', /supports SELECT, UNLOAD, CREATE TABLE AS, DROP TABLE, EXPLAIN .*, not DROP/],
    ['CREATE TABLE made (a bigint)', /not CREATE/],
    ["INSERT INTO visits VALUES ('a')", /not INSERT/],
    ["COPY visits TO '/tmp/x'", /not COPY/],
    ['EXPLAIN SELECT 1', /not EXPLAIN/],
    ['SELEC 1', /^line 1:1: mismatched input 'SELEC'/],
    ['-- nothing', /empty/],
  ])('rejects %s', async (sql, message) => {
    await expect(lake.start(sql)).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: expect.stringMatching(message) as string,
    });
  });

  it.each([
    ['nothing, but hides another statement behind quotes of another dialect', "SELECT $$'$$ ; DROP TABLE x --'"],
    ['a file by its path', "SELECT * FROM '/etc/passwd'"],
    ['a file by its quoted path', 'SELECT * FROM "/etc/passwd.csv"'],
    ['a file with a function', "SELECT * FROM read_csv('/etc/passwd')"],
    ['the text of a file', "SELECT * FROM read_text('/etc/passwd')"],
    ['a file that a subquery names', "SELECT (SELECT max(x) FROM read_csv('/etc/passwd') AS t(x))"],
    ['another query', "SELECT * FROM query('SELECT 1')"],
    ['the names of files', "SELECT * FROM glob('/*')"],
  ])('fails a statement that reads %s', async (_, sql) => {
    expect(await lake.ask(sql)).toMatchObject({ state: 'FAILED', rows: [] });
  });

  it('fails a statement that reads an object of another bucket by its path', async () => {
    await lake.s3.putObject('other', 'secret.csv', Buffer.from('a\n1\n'));
    expect(await lake.ask(`SELECT * FROM '${lake.s3.root}/other/secret.csv'`)).toMatchObject({
      state: 'FAILED',
      reason: expect.stringContaining('TABLE_NOT_FOUND') as string,
    });
  });

  it.each(['1; DROP TABLE x', "'a' OR 1 = 1", 'visits', "'a''; --", '(SELECT 1)'])(
    'rejects %s as a parameter',
    async (parameter) => {
      await expect(lake.start('SELECT ?', { ExecutionParameters: [parameter] })).rejects.toThrow(/is not a literal/);
    },
  );

  it('rejects a number of parameters that differs from the number of question marks', async () => {
    await expect(lake.start('SELECT ?', { ExecutionParameters: ['1', '2'] })).rejects.toThrow(/expected 1 but found 2/);
    await expect(lake.start('SELECT ?')).rejects.toThrow(/expected 1 but found 0/);
  });
});
