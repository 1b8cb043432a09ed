/** A column of a result, with DuckDB's name for its type. */
export interface Column {
  readonly name: string;
  readonly type: string;
}

/** The values of a row as text; undefined for null. */
export type Row = readonly (string | undefined)[];

/** Athena's CSV: every value is quoted, and a null is empty without quotes. */
export const toCsv = (rows: readonly Row[]): Buffer =>
  Buffer.from(
    rows
      .map(
        (row) => `${row.map((value) => (value === undefined ? '' : `"${value.replaceAll('"', '""')}"`)).join(',')}\n`,
      )
      .join(''),
  );

const FIELD = /(?:"((?:[^"]|"")*)")?([,\n])/gy;

/** Parses Athena's CSV, with its header. */
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

/** Strings are limited to half a gigabyte; a result may be larger, so it is parsed in parts. */
const PART_BYTES = 16 * 1024 * 1024;
const [QUOTE, NEWLINE] = [0x22, 0x0a];

/** Parses Athena's CSV in parts of at least `partBytes`. */
export function* partsOf(csv: Buffer, partBytes = PART_BYTES): Generator<readonly Row[]> {
  for (let from = 0; from < csv.length;) {
    const to = endOfRow(csv, from, from + partBytes);
    yield parseCsv(csv.toString('utf8', from, to));
    from = to;
  }
}

/** The end of the first row that ends at `min` or later. A newline inside quotes does not end a row. */
const endOfRow = (csv: Buffer, from: number, min: number): number => {
  let isQuoted = false;
  for (let at = from; at < csv.length; at += 1) {
    if (csv[at] === QUOTE) isQuoted = !isQuoted;
    else if (csv[at] === NEWLINE && !isQuoted && at + 1 >= min) return at + 1;
  }
  return csv.length;
};

/** The type names of GetQueryResults, by DuckDB's type names. */
export const RESULT_TYPES: Readonly<Record<string, string>> = {
  BIGINT: 'bigint',
  HUGEINT: 'bigint', // sums of integers
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

/** The name of a type without its parameters, as Athena returns it. */
const typeOf = (type: string): { readonly Type: string; readonly Precision: number; readonly Scale: number } => {
  const [, precision, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type) ?? [];
  if (precision !== undefined) return { Type: 'decimal', Precision: Number(precision), Scale: Number(scale) };
  const nested = type.endsWith('[]')
    ? 'array'
    : type.startsWith('STRUCT')
      ? 'row'
      : type.startsWith('MAP')
        ? 'map'
        : '';
  return { Type: RESULT_TYPES[type] ?? (nested || type.toLowerCase()), Precision: 0, Scale: 0 };
};

/** The ColumnInfo structure of ResultSetMetadata. */
export const toColumnInfo = ({ name, type }: Column) => ({
  CatalogName: 'hive',
  SchemaName: '',
  TableName: '',
  Name: name,
  Label: name,
  ...typeOf(type),
  Nullable: 'UNKNOWN',
  CaseSensitive: type === 'VARCHAR',
});

/** A row in the format of GetQueryResults. */
export const toDatums = (row: Row) => ({
  Data: row.map((value) => (value === undefined ? {} : { VarCharValue: value })),
});
