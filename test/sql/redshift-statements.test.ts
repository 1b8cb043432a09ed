import { Dialect, init, validate } from '@polyglot-sql/sdk';
import { parseColumnType, toDuckDbType, withDuckDb } from 'embedded-cloud/duckdb';
import { toDuckDb } from 'embedded-cloud/sql';
import { toTrinoSemantics } from 'embedded-cloud/sql';
import { EXPERIMENT_VIEWS } from '../../domain/experiments';
import { addDays, SESSIONS } from '../../domain/lake';
import { warehouseWindow } from '../../domain/warehouse';
import {
  addColumnStatements,
  checkHoursStatements,
  dropStatements,
  eraseStatements,
  loadStatements,
  prepareStatements,
  rollTo,
  setLoadStepStatements,
} from '../../lambdas/warehouse/load-warehouse/statements';
import { body } from '../../lambdas/foundation/statement-body';
import { readSql } from '../support/warehouse';
import { statementNames, statementText } from '../support/sql';
import { loadTrino } from '../support/trino';

const window = warehouseWindow(Date.parse('2026-11-25T09:00:00Z'));
const entries = Array.from({ length: 200 }, (_, n) => ({
  key: `raw/viewing_events/dt=2026-11-25/hour=09/${'x'.repeat(80)}-${n}.parquet`,
  arrival: '2026-11-25',
  bytes: n,
  reason: n === 0 ? undefined : "isn't Parquet ".repeat(50),
}));
const load = {
  runId: 'run',
  at: 1,
  manifest: 's3://lake/warehouse/manifests/run.json',
  role: 'arn:aws:iam::1:role/copy',
};
/** The dates after a week without runs: every table leaves the window. */
const formerDates = window.map(({ date }) => addDays(date, -20));

/** The folders of every hour of the window. */
const hours = window.flatMap(({ date }) =>
  Array.from({ length: 24 }, (_, hour) => `raw/viewing_events/dt=${date}/hour=${String(hour).padStart(2, '0')}/`),
);

/** The statements of a run, by transaction. */
const TRANSACTIONS: Readonly<Record<string, readonly string[]>> = {
  prepare: prepareStatements(readSql, 'playhead'),
  addColumns: addColumnStatements(window, [['sessions', 'session_id']]).slice(0, 40), // more are divided into calls
  roll: [...rollTo(readSql, window).statements, ...dropStatements(window, formerDates)],
  erase: eraseStatements(readSql, window, [{ key: 'erasures/suppressed/r1.json', viewers: ['v1', 'v2'] }]),
  load: loadStatements(readSql, window, { ...load, entries }),
  checkHours: checkHoursStatements(readSql, hours, 'raw/viewing_events/dt=2026-11-18/', 1),
  setLoadStep: setLoadStepStatements(readSql, 100),
};
const QUERY_NAMES = [
  'processed',
  'checked-hours',
  'load-step',
  'window',
  'columns',
  'rows-by-day',
  'last-rolled',
  'erased',
  'erased-rows',
];
const QUERIES = QUERY_NAMES.map((name) => body(readSql(name)).replaceAll(/:(arrival|first|end)\b/g, "'2026-11-18'"));
/** The query of the ledger, with a value for each parameter. */
const LEDGER = body(statementText('warehouse/ledger')('warehouse-events')).replaceAll(/:[a-z_]+\b/g, "'1'");

beforeAll(() => init());

describe('The Redshift parser', () => {
  const problemsOf = (sql: string) =>
    validate(sql, Dialect.Redshift, { strictSyntax: true }).errors.map(({ message }) => `${message} in: ${sql}`);

  it.each(Object.entries(TRANSACTIONS))('accepts every statement of %s', (_, statements) => {
    // The parser does not support GRANT on all tables.
    const known = statements.filter((sql) => sql !== 'GRANT SELECT ON ALL TABLES IN SCHEMA public TO PUBLIC');
    expect(known.flatMap(problemsOf)).toEqual([]);
  });

  it('accepts the queries of a run and the query of the ledger', () =>
    expect([...QUERIES, LEDGER].flatMap(problemsOf)).toEqual([]));

  it.each(['SELECT a, FROM b', 'INSERT INTO a VALUE (1)', 'CREATE TABLE a (b int DISTKEY', 'SELECT a FROM b GROUP c'])(
    'refuses %s',
    (sql) => expect(problemsOf(sql)).not.toEqual([]),
  );
});

describe('The statements of load-warehouse', () => {
  it.each(Object.entries(TRANSACTIONS))(
    'stay within the limits of one call of the Data API for %s: 40 statements of 100 KB each',
    (_, statements) => {
      expect(statements.length).toBeLessThanOrEqual(40);
      expect(Math.max(...statements.map((sql) => Buffer.byteLength(sql)))).toBeLessThan(100_000);
    },
  );

  it('use every file of sql/warehouse and sql/experiments', () => {
    const used = new Set<string>();
    const readAndRecord = (name: string): string => {
      used.add(`${name}.sql`);
      return readSql(name);
    };
    prepareStatements(readAndRecord, 'playhead');
    rollTo(readAndRecord, window);
    eraseStatements(readAndRecord, window, []);
    loadStatements(readAndRecord, window, { ...load, entries });
    checkHoursStatements(readAndRecord, [], '', 1);
    setLoadStepStatements(readAndRecord, 1);
    const queries = QUERY_NAMES.map((name) => `${name}.sql`);
    const files = ['warehouse', 'experiments', 'experiments/redshift'].flatMap(statementNames);
    expect(files.map((name) => `${name}.sql`).sort()).toEqual([...used, ...queries].sort());
  });
});

describe('The views of experiments', () => {
  const textOf = ({ name }: { readonly name: string }): string => {
    return body(statementText('experiments', 'experiments/athena')(name.replaceAll('_', '-')));
  };

  it('are valid Trino', () => {
    const trino = loadTrino();
    for (const view of EXPERIMENT_VIEWS) expect([view.name, trino.validate(textOf(view))]).toEqual([view.name, []]);
  });

  it('have the columns of the catalog, with the same names and types', async () => {
    const spell = (columns: Readonly<Record<string, string>>) =>
      Object.entries(columns).map(([name, type]) => [name, toDuckDbType(parseColumnType(type))]);
    await withDuckDb(async (connection) => {
      const sessions = spell({ ...SESSIONS.columns, dt: 'string' }).map((column) => column.join(' '));
      await connection.run(`CREATE TABLE sessions (${sessions.join(', ')})`);
      for (const view of EXPERIMENT_VIEWS) {
        const select = await toTrinoSemantics(connection, await toDuckDb(textOf(view)));
        await connection.run(`CREATE VIEW ${view.name} AS ${select}`);
        const described = (await connection.runAndReadAll(`DESCRIBE ${view.name}`)).getRows();
        expect([view.name, described.map(([name, type]) => [name, type])]).toEqual([view.name, spell(view.columns)]);
      }
    });
  });
});
