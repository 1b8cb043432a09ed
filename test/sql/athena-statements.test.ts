import type { DuckDBConnection } from '@duckdb/node-api';
import { identifier, parseColumnType, toDuckDbType, withDuckDb } from 'embedded-cloud/duckdb';
import { bindStatement, readStatement, toDuckDb } from 'embedded-cloud/sql';
import { toTrinoSemantics } from 'embedded-cloud/sql';
import { beginRun, type CurationStep, stepsOf } from '../../domain/lake';
import { LEDGER_PATHS } from '../../domain/ledger';
import { renderStatement } from '../../lambdas/foundation/athena-statement';
import { STAGES } from '../../lib/stages';
import { SynthesizedStage } from '../support/stacks';
import { statementNames, statementText } from '../support/sql';
import { loadTrino } from '../support/trino';

const FOLDERS = ['lake', 'erasure', 'features', 'ledger'];
const textOf = statementText(...FOLDERS, 'lake/ledger', 'ingest/ledger', 'warehouse/ledger', 'lake/queries');

/** The statements that find the events of the ledger's paths. */
const OF_PATHS = LEDGER_PATHS.flatMap((path) =>
  'counts' in path ? [{ athena: path.counts }] : [path.expected, path.found],
);
const STATEMENTS = [
  ...FOLDERS.flatMap(statementNames),
  ...OF_PATHS.flatMap((source) => ('athena' in source ? [source.athena] : [])),
];
const QUERIES = statementNames('lake/queries');

/** The writes of a curation run, with their parameters. */
const WRITES = stepsOf(beginRun('20261125T021500Z-aaaaaa', '2026-11-25', { dates: ['2026-11-24'] }), 1).filter(
  (step): step is CurationStep & { readonly kind: 'write' } => step.kind === 'write',
);
/** The parameters of a statement: curation's own values, or for other statements sample values of the right type. */
const valuesOf = (name: string) =>
  WRITES.find(({ statement }) => statement === name)?.parameters ??
  Object.fromEntries(
    [...textOf(name).matchAll(/(?<![:\w]):([a-z_]+)/g)].map(([, parameter = '']) => [
      parameter,
      parameter.endsWith('_ms') ? 1_764_000_000_000 : '2026-11-24',
    ]),
  );

/** The SELECT of a statement or a saved query, with values for its parameters. */
const selectOf = (name: string): string => {
  if (QUERIES.includes(name)) {
    const text = textOf(name);
    const values = Array.from({ length: text.split('?').length - 1 }, () => "'2026-11-23'");
    return readStatement(bindStatement(text, values)).select;
  }
  const { sql, executionParameters } = renderStatement(textOf(name), valuesOf(name), 's3://lake/folder/');
  return readStatement(bindStatement(sql, executionParameters)).select;
};

const CLAUSES = new Set(['SELECT', 'FROM', 'ON', 'USING', 'WHERE', 'GROUP', 'HAVING', 'ORDER', 'LIMIT', 'VALUES']);

/** The clause of each `?` in a statement. Parentheses without a clause of their own belong to the clause around them. */
const clausesOfPlaceholders = (sql: string): readonly string[] => {
  const clauses: string[] = [];
  const open: string[] = ['none'];
  let isFilter = false;
  for (const [token] of sql.matchAll(/'(?:[^']|'')*'|"[^"]*"|\b\w+\b|[()?]/g)) {
    const word = token.toUpperCase();
    if (word === '(') open.push(isFilter ? 'FILTER' : (open.at(-1) ?? ''));
    else if (word === ')') open.pop();
    else if (word === '?') clauses.push(open.at(-1) ?? '');
    else if (CLAUSES.has(word) && open.at(-1) !== 'FILTER') open[open.length - 1] = word;
    isFilter = word === 'FILTER';
  }
  return clauses;
};

describe('Athena, which accepts ? in WHERE only,', () => {
  it.each(STATEMENTS)('can run %s', (name) => {
    const { sql, executionParameters } = renderStatement(textOf(name), valuesOf(name), 's3://lake/folder/');
    expect(clausesOfPlaceholders(sql)).toEqual(executionParameters.map(() => 'WHERE'));
  });

  it.each(QUERIES)('can run the saved query %s', (name) => {
    expect(clausesOfPlaceholders(textOf(name)).filter((clause) => clause !== 'WHERE')).toEqual([]);
  });

  it.each([
    ['SELECT ? FROM t WHERE a = ?', ['SELECT', 'WHERE']],
    ['SELECT count(*) FILTER (WHERE a = ?) FROM t WHERE b IN (?, ?)', ['FILTER', 'WHERE', 'WHERE']],
    ['SELECT a FROM (SELECT a FROM t WHERE a = ?) JOIN u ON u.a = ? GROUP BY a', ['WHERE', 'ON']],
  ])('cannot run %s', (sql, clauses) => {
    expect(clausesOfPlaceholders(sql)).toEqual(clauses);
  });
});

describe('The Trino parser', () => {
  const trino = loadTrino();
  const problemsOf = (sql: string) => trino.validate(sql).map(({ message, startLine }) => `${startLine}: ${message}`);

  it.each([...STATEMENTS, ...QUERIES])('accepts %s', (name) => {
    expect(problemsOf(selectOf(name))).toEqual([]);
  });

  it.each(['SELECT FROM sessions', 'SELECT a FROM sessions WHERE', 'SELECT count(*) FILTER a > 1 FROM t'])(
    'refuses %s',
    (sql) => {
      expect(problemsOf(sql)).not.toEqual([]);
    },
  );
});

describe('With the tables of the templates, statement', () => {
  interface GlueTable {
    readonly Name: string;
    readonly StorageDescriptor: { readonly Columns: readonly { readonly Name: string; readonly Type: string }[] };
    readonly PartitionKeys: readonly { readonly Name: string }[];
  }
  const tables = Object.values(new SynthesizedStage(STAGES.dev).stack('lake').findResources('AWS::Glue::Table')).map(
    ({ Properties }) => (Properties as { readonly TableInput: GlueTable }).TableInput,
  );
  const columnsOf = ({ StorageDescriptor }: GlueTable) =>
    StorageDescriptor.Columns.map(({ Name, Type }) => [Name, toDuckDbType(parseColumnType(Type))] as const);

  /** The names and types of a SELECT's columns, or the error. */
  let described: ReadonlyMap<string, readonly (readonly [string, string])[] | Error>;
  const MISSPELT = 'SELECT sesion_id FROM sessions';

  beforeAll(() =>
    withDuckDb(async (connection) => {
      for (const table of tables) await createTable(connection, table);
      const found: [string, readonly (readonly [string, string])[] | Error][] = [];
      for (const name of [...STATEMENTS, ...QUERIES, MISSPELT]) {
        const select = await toTrinoSemantics(connection, await toDuckDb(name === MISSPELT ? name : selectOf(name)));
        const rows = connection.runAndReadAll(`DESCRIBE ${select}`).then((reader) => reader.getRows());
        const columns = rows.then((all) => all.map(([column, type]) => [String(column), String(type)] as const));
        found.push([name, await columns.catch((error: unknown) => error as Error)]);
      }
      described = new Map(found);
    }),
  );

  /** Creates an empty table, with the column `$path` that every table has in Athena. */
  const createTable = (connection: DuckDBConnection, table: GlueTable) => {
    const others = [...table.PartitionKeys.map(({ Name }) => Name), '$path'];
    const columns = [...columnsOf(table), ...others.map((name) => [name, 'VARCHAR'] as const)];
    const declared = columns.map(([name, type]) => `${identifier(name)} ${type}`);
    return connection.run(`CREATE TABLE ${identifier(table.Name)} (${declared.join(', ')})`);
  };

  it.each([...STATEMENTS, ...QUERIES])('%s refers only to existing columns', (name) => {
    expect(described.get(name)).toEqual(expect.any(Array));
  });

  it.each([...new Map(WRITES.map((write) => [write.statement, write.table.name]))])(
    '%s returns the columns of %s with the same names and types',
    (statement, tableName) => {
      const table = tables.find(({ Name }) => Name === tableName);
      const spell = ([name, type]: readonly [string, string]): string => `${name} ${type.replaceAll('"', '')}`;
      const given = described.get(statement);
      expect(Array.isArray(given) && given.map(spell)).toEqual(table && columnsOf(table).map(spell));
    },
  );

  it('with a misspelt column fails and names it', () => {
    expect(String(described.get(MISSPELT))).toContain('sesion_id');
  });
});
