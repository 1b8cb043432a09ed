/** A column of a result, with DuckDB's name of its type. */
export interface Column {
  readonly name: string;
  readonly type: string;
}

/** A row as text; undefined for a null. */
export type Row = readonly (string | undefined)[];

/** Athena's CSV: every value in quotes, a null as nothing at all. */
export const toCsv = (rows: readonly Row[]): Buffer =>
  Buffer.from(
    rows
      .map(
        (row) => `${row.map((value) => (value === undefined ? '' : `"${value.replaceAll('"', '""')}"`)).join(',')}\n`,
      )
      .join(''),
  );

const FIELD = /(?:"((?:[^"]|"")*)")?([,\n])/gy;

/** Reads that CSV back, its header included. */
export const parseCsv = (text: string): readonly Row[] => {
  const rows: Row[] = [];
  let row: (string | undefined)[] = [];
  for (const [, quoted, end] of text.matchAll(FIELD)) {
    row.push(quoted?.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
};

/** A string holds half a gigabyte, a result may have more. */
const PART_BYTES = 16 * 1024 * 1024;
const [QUOTE, NEWLINE] = [0x22, 0x0a];

/** The rows of such a CSV, those of some megabytes at a time. */
export function* partsOf(csv: Buffer, bytes = PART_BYTES): Generator<readonly Row[]> {
  for (let from = 0; from < csv.length;) {
    const to = endOfRow(csv, from, from + bytes);
    yield parseCsv(csv.toString('utf8', from, to));
    from = to;
  }
}

/** Behind the first row that ends at `least` or later; a line that ends inside quotes ends no row. */
const endOfRow = (csv: Buffer, from: number, least: number): number => {
  let isQuoted = false;
  for (let at = from; at < csv.length; at += 1) {
    if (csv[at] === QUOTE) isQuoted = !isQuoted;
    else if (csv[at] === NEWLINE && !isQuoted && at + 1 >= least) return at + 1;
  }
  return csv.length;
};

/** Types by DuckDB's name, as GetQueryResults names them. */
const TYPES: Readonly<Record<string, string>> = {
  BIGINT: 'bigint',
  HUGEINT: 'bigint', // sums
  INTEGER: 'integer',
  SMALLINT: 'smallint',
  TINYINT: 'tinyint',
  DOUBLE: 'double',
  FLOAT: 'float',
  BOOLEAN: 'boolean',
  DATE: 'date',
  TIMESTAMP: 'timestamp',
  'TIMESTAMP WITH TIME ZONE': 'timestamp with time zone',
  VARCHAR: 'varchar',
};

/** ResultSetMetadata. */
export const toColumnInfo = ({ name, type }: Column) => ({
  CatalogName: 'hive',
  SchemaName: '',
  TableName: '',
  Name: name,
  Label: name,
  Type: TYPES[type] ?? (type.endsWith('[]') ? 'array' : type.startsWith('STRUCT') ? 'row' : type.toLowerCase()),
  Precision: 0,
  Scale: 0,
  Nullable: 'UNKNOWN',
  CaseSensitive: type === 'VARCHAR',
});

/** A row as GetQueryResults tells it. */
export const toDatums = (row: Row) => ({
  Data: row.map((value) => (value === undefined ? {} : { VarCharValue: value })),
});
