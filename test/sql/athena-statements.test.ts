import type { DuckDBConnection } from '@duckdb/node-api';
import { identifier, parseColumnType, toDuckDbType, withDuckDb } from 'embedded-cloud/duckdb';
import { bindStatement, readStatement, toDuckDb } from 'embedded-cloud/sql';
import { toTrinoSemantics } from 'embedded-cloud/sql';
import { beginRun, type CurationStep, stepsOf } from '../../domain/lake';
import { renderStatement } from '../../lambdas/foundation/athena-statement';
import { STAGES } from '../../lib/stages';
import { SynthesizedStage } from '../support/stacks';
import { statementNames, statementText } from '../support/sql';
import { loadTrino } from '../support/trino';

const FOLDERS = ['lake', 'erasure', 'features', 'ledger/athena'];
const textOf = statementText(...FOLDERS, 'lake/queries');

const STATEMENTS = FOLDERS.flatMap(statementNames);
const QUESTIONS = statementNames('lake/queries');

/** What curation writes, with the values that it passes. */
const WRITES = stepsOf(beginRun('20261125T021500Z-aaaaaa', '2026-11-25', { dates: ['2026-11-24'] }), 1).filter(
  (step): step is CurationStep & { readonly kind: 'write' } => step.kind === 'write',
);
/** Curation's own, or for what others run a value of the kind that the name tells. */
const valuesOf = (name: string) =>
  WRITES.find(({ statement }) => statement === name)?.parameters ??
  Object.fromEntries(
    [...textOf(name).matchAll(/(?<![:\w]):([a-z_]+)/g)].map(([, parameter = '']) => [
      parameter,
      parameter.endsWith('_ms') ? 1_764_000_000_000 : '2026-11-24',
    ]),
  );

/** The SELECT of a statement or a saved question, with values in their places. */
const selectOf = (name: string): string => {
  if (QUESTIONS.includes(name)) {
    const text = textOf(name);
    const values = Array.from({ length: text.split('?').length - 1 }, () => "'2026-11-23'");
    return readStatement(bindStatement(text, values)).select;
  }
  const { sql, executionParameters } = renderStatement(textOf(name), valuesOf(name), 's3://lake/folder/');
  return readStatement(bindStatement(sql, executionParameters)).select;
};

describe('as Trino', () => {
  const trino = loadTrino();
  const problemsOf = (sql: string) => trino.validate(sql).map(({ message, startLine }) => `${startLine}: ${message}`);

  it.each([...STATEMENTS, ...QUESTIONS])('%s parses', (name) => {
    expect(problemsOf(selectOf(name))).toEqual([]);
  });

  it.each(['SELECT FROM sessions', 'SELECT a FROM sessions WHERE', 'SELECT count(*) FILTER a > 1 FROM t'])(
    '%s does not',
    (sql) => {
      expect(problemsOf(sql)).not.toEqual([]);
    },
  );
});

describe('over the tables of the templates', () => {
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

  /** Names and types of what a SELECT gives, or why there are none. */
  let described: ReadonlyMap<string, readonly (readonly [string, string])[] | Error>;
  const MISSPELT = 'SELECT sesion_id FROM sessions';

  beforeAll(() =>
    withDuckDb(async (connection) => {
      for (const table of tables) await makeTable(connection, table);
      const found: [string, readonly (readonly [string, string])[] | Error][] = [];
      for (const name of [...STATEMENTS, ...QUESTIONS, MISSPELT]) {
        const select = await toTrinoSemantics(connection, await toDuckDb(name === MISSPELT ? name : selectOf(name)));
        const rows = connection.runAndReadAll(`DESCRIBE ${select}`).then((reader) => reader.getRows());
        const columns = rows.then((all) => all.map(([column, type]) => [String(column), String(type)] as const));
        found.push([name, await columns.catch((error: unknown) => error as Error)]);
      }
      described = new Map(found);
    }),
  );

  /** Empty, with the path of its objects as a column that Athena gives every table. */
  const makeTable = (connection: DuckDBConnection, table: GlueTable) => {
    const others = [...table.PartitionKeys.map(({ Name }) => Name), '$path'];
    const columns = [...columnsOf(table), ...others.map((name) => [name, 'VARCHAR'] as const)];
    const declared = columns.map(([name, type]) => `${identifier(name)} ${type}`);
    return connection.run(`CREATE TABLE ${identifier(table.Name)} (${declared.join(', ')})`);
  };

  it.each([...STATEMENTS, ...QUESTIONS])('%s names columns that there are', (name) => {
    expect(described.get(name)).toEqual(expect.any(Array));
  });

  it.each([...new Map(WRITES.map((write) => [write.statement, write.table.name]))])(
    '%s gives the columns of %s, in name and type',
    (statement, tableName) => {
      const table = tables.find(({ Name }) => Name === tableName);
      const spell = ([name, type]: readonly [string, string]): string => `${name} ${type.replaceAll('"', '')}`;
      const given = described.get(statement);
      expect(Array.isArray(given) && given.map(spell)).toEqual(table && columnsOf(table).map(spell));
    },
  );

  it('a column that is misspelt is told', () => {
    expect(String(described.get(MISSPELT))).toContain('sesion_id');
  });
});
