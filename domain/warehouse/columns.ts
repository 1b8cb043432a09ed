import { type ColumnType, columnsOf } from '../families';
import { VIEWING_DEFINITION } from '../families/viewing';

/** The columns of a viewing event that the warehouse keeps. */
export const KEPT_EVENT_COLUMNS = columnsOf(VIEWING_DEFINITION.fields, 'warehouse');

/** The Redshift type for each type of the lake. A text has at most 160 UTF-16 code units of up to three bytes each. */
const REDSHIFT_TYPES: Readonly<Record<ColumnType, string>> = {
  string: 'varchar(512)',
  bigint: 'bigint',
  int: 'int',
  double: 'double precision',
  boolean: 'boolean',
  'array<struct<id:string,variant:string>>': 'super',
};

/** The column definitions of a CREATE TABLE statement, one per line. */
export const redshiftColumns = (columns: Readonly<Record<string, ColumnType>>): string =>
  Object.entries(columns)
    .map(([name, type]) => `${name} ${REDSHIFT_TYPES[type]}`)
    .join(',\n  ');
