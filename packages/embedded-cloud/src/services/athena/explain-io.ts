import { quote } from '../../duckdb/database';
import type { PartitionCatalog } from '../../core/ports';
import { isObject } from '../../core/service';
import { markerOf, type Session } from './engine';
import type { Outcome } from './outcome';
import { toCsv } from './results';
import { mapCode } from './sql-text';
import type { TableFile } from './table-view';

/**
 * EXPLAIN (TYPE IO, FORMAT JSON): the tables that a statement reads, with the values of each partition key, in Trino's
 * format. It scans no data.
 */
export const explainIo = async (session: Session, catalog: PartitionCatalog): Promise<Outcome> => {
  const { connection, select, tables } = session;
  const plan = await connection.runAndReadAll(`EXPLAIN (FORMAT JSON) ${select}`);
  const conditions: string[] = [];
  collectConditions(JSON.parse(String(plan.getRows()[0]?.[1])), conditions);
  const inputs: object[] = [];
  for (const [name, files] of tables) {
    const [database = '', table = ''] = name.split('.');
    const keys = catalog.table(database, table).partitionKeys.map((key) => key.name);
    const filesRead = new Map<string, TableFile>();
    for (const condition of conditions.filter((text) => text.includes(quote(markerOf(name))))) {
      for (const file of await filterFiles(session, files, condition)) filesRead.set(file.path, file);
    }
    inputs.push(describeInput(database, table, keys, [...filesRead.values()]));
  }
  const text = JSON.stringify({ inputTableColumnInfos: inputs });
  return {
    columns: [{ name: 'Query Plan', type: 'VARCHAR' }],
    csv: toCsv([['Query Plan'], [text]]),
    scannedBytes: 0,
    written: [],
  };
};

/**
 * Collects from every scan in a plan the condition under which it reads a file. The condition contains the table's
 * marker.
 */
const collectConditions = (node: unknown, conditions: string[]): void => {
  if (Array.isArray(node)) for (const child of node) collectConditions(child, conditions);
  if (!isObject(node)) return;
  const info = node['extra_info'];
  if (isObject(info) && info['File Filters'] !== undefined) {
    // DuckDB prints several filters one after the other without a separator.
    conditions.push(
      mapCode([info['File Filters']].flat().map(String).join(''), (code) => code.replaceAll(')(', ') AND (')),
    );
  }
  collectConditions(node['children'], conditions);
};

/** The files for which the condition holds. */
const filterFiles = async (
  { connection }: Session,
  files: readonly TableFile[],
  condition: string,
): Promise<readonly TableFile[]> => {
  if (files.length === 0) return files;
  const rows = files.map(({ path }, index) => `(${index}, ${quote(path)})`).join(', ');
  const reader = await connection.runAndReadAll(
    `SELECT "#" FROM (VALUES ${rows}) AS files("#", filename) WHERE ${condition}`,
  );
  return reader.getRows().flatMap(([index]) => files[Number(index)] ?? []);
};

const describeInput = (
  schema: string,
  table: string,
  keys: readonly string[],
  files: readonly TableFile[],
): object => ({
  table: { catalog: 'awsdatacatalog', schemaTable: { schema, table } },
  constraint: {
    none: files.length === 0,
    columnConstraints: keys.map((columnName, index) => ({
      columnName,
      type: 'varchar',
      domain: {
        nullsAllowed: false,
        ranges: [...new Set(files.map(({ values }) => values[index] ?? ''))].sort().map((value) => ({
          low: { value, bound: 'EXACTLY' },
          high: { value, bound: 'EXACTLY' },
        })),
      },
    })),
  },
});
