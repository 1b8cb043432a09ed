import type { CatalogTable, PartitionCatalog } from '../../core/ports';
import type { CatalogStatement } from './catalog-statement';
import type { Outcome } from './outcome';
import type { Column } from './results';

/** Runs a statement on the catalog; the answer is lines of text without a header, which is Athena's format for them. */
export const runCatalogStatement = (
  statement: CatalogStatement,
  catalog: PartitionCatalog,
  database: string,
): Outcome => {
  const lines = linesOf(statement, catalog, statement.database ?? (database || 'default'));
  return {
    columns: COLUMNS[statement.kind],
    csv: Buffer.from(lines.map((line) => `${line}\n`).join('')),
    scannedBytes: 0,
    written: [],
  };
};

const columns = (...names: readonly string[]): readonly Column[] => names.map((name) => ({ name, type: 'STRING' }));

const COLUMNS: Readonly<Record<CatalogStatement['kind'], readonly Column[]>> = {
  'show-databases': columns('database_name'),
  'show-tables': columns('tab_name'),
  'show-views': columns('views'),
  'show-partitions': columns('partition'),
  describe: columns('col_name', 'data_type', 'comment'),
  'drop-table': [],
};

const linesOf = (
  { kind, table, matches, mayBeMissing }: CatalogStatement,
  catalog: PartitionCatalog,
  database: string,
): readonly string[] => {
  const databases = catalog.databases().map(({ name }) => name);
  if (kind === 'show-databases') return databases.filter(matches).sort();
  if (!databases.includes(database)) {
    throw new Error(`FAILED: SemanticException [Error 10072]: Database does not exist: ${database}`);
  }
  const names = catalog.tables().filter((one) => one.database === database);
  if (kind === 'show-tables' || kind === 'show-views') {
    return names
      .filter((one) => kind === 'show-tables' || catalog.table(database, one.table).view !== undefined)
      .map((one) => one.table)
      .filter(matches)
      .sort();
  }
  if (!names.some((one) => one.table === table)) {
    if (mayBeMissing) return [];
    throw new Error(`FAILED: SemanticException [Error 10001]: Table not found ${database}.${table}`);
  }
  if (kind === 'drop-table') {
    catalog.deleteTable(database, table); // its objects stay, as those of an external table
    return [];
  }
  return kind === 'describe' ? describe(catalog.table(database, table)) : listPartitions(catalog, database, table);
};

const listPartitions = (catalog: PartitionCatalog, database: string, table: string): readonly string[] => {
  const keys = catalog.table(database, table).partitionKeys.map(({ name }) => name);
  if (keys.length === 0) throw new Error(`FAILED: ${database}.${table} is not a partitioned table`);
  return catalog
    .partitions(database, table)
    .map(({ values }) => values.map((value, index) => `${keys[index] ?? ''}=${value}`).join('/'))
    .sort();
};

/** Describes a table in Hive's layout, which repeats the partition keys at the end. */
const describe = ({ columns: all, partitionKeys: keys }: CatalogTable): readonly string[] => {
  const row = (...cells: readonly string[]): string => cells.map((cell) => cell.padEnd(20)).join('\t');
  const rows = (list: CatalogTable['columns']) => list.map(({ name, type }) => row(name, type, ''));
  const blank = row('', '', '');
  const header = [blank, row('# Partition Information', '', ''), row('# col_name', 'data_type', 'comment'), blank];
  return [...rows([...all, ...keys]), ...(keys.length === 0 ? [] : [...header, ...rows(keys)])];
};
