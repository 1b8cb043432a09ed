import { identifier, quote } from '../../duckdb/database';
import type { PartitionCatalog } from '../../ports';
import { isObject } from '../../service';
import { markerOf, type Session } from './engine';
import { toCsv } from './results';
import type { Outcome } from './run-statement';
import type { TableFile } from './table-view';

/** A scan of a plan: the table's marker among its filters, and the condition on its files where it has one. */
interface Scan {
  readonly filters: readonly string[];
  readonly fileFilter: string | undefined;
}

/**
 * EXPLAIN (TYPE IO, FORMAT JSON): which tables a statement reads, and of each partition key which values, as Trino tells
 * it. Nothing is scanned for it.
 */
export const explainIo = async (session: Session, catalog: PartitionCatalog): Promise<Outcome> => {
  const { connection, select, tables } = session;
  const plan = await connection.runAndReadAll(`EXPLAIN (FORMAT JSON) ${select}`);
  const scans: Scan[] = [];
  collectScans(JSON.parse(String(plan.getRows()[0]?.[1])), scans);
  const inputs: object[] = [];
  for (const [name, files] of tables) {
    const [database = '', table = ''] = name.split('.');
    const keys = catalog.table(database, table).partitionKeys.map((key) => key.name);
    const own = scans.filter(({ filters }) => filters.some((filter) => filter.includes(quote(markerOf(name)))));
    const touched = new Map<string, TableFile>();
    for (const { fileFilter } of own) {
      for (const file of await matching(session, files, keys, fileFilter)) touched.set(file.path, file);
    }
    inputs.push(describeInput(database, table, keys, [...touched.values()]));
  }
  const text = JSON.stringify({ inputTableColumnInfos: inputs });
  return {
    columns: [{ name: 'Query Plan', type: 'VARCHAR' }],
    csv: toCsv([['Query Plan'], [text]]),
    scannedBytes: 0,
    written: [],
  };
};

const collectScans = (node: unknown, scans: Scan[]): void => {
  if (Array.isArray(node)) for (const child of node) collectScans(child, scans);
  if (!isObject(node)) return;
  const info = node['extra_info'];
  if (isObject(info) && info['Function'] === 'READ_PARQUET') {
    const fileFilter = [info['File Filters']].flat().filter((filter) => typeof filter === 'string');
    scans.push({
      filters: [info['Filters']].flat().map(String),
      fileFilter: fileFilter.length === 0 ? undefined : fileFilter.join(' AND '),
    });
  }
  collectScans(node['children'], scans);
};

/** The files whose partition meets the condition under which the plan reads them. */
const matching = async (
  { connection }: Session,
  files: readonly TableFile[],
  keys: readonly string[],
  fileFilter: string | undefined,
): Promise<readonly TableFile[]> => {
  if (fileFilter === undefined || files.length === 0) return files;
  const rows = files.map(({ values }, index) => `(${[String(index), ...values.map(quote)].join(', ')})`).join(', ');
  const names = ['"#"', ...keys.map(identifier)].join(', ');
  const reader = await connection.runAndReadAll(
    `SELECT "#" FROM (VALUES ${rows}) AS files(${names}) WHERE ${fileFilter}`,
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
