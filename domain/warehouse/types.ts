import type { ColumnType } from '../lake';

/** Redshift's types for those of the lake. Text is at most 128 characters, each of up to four bytes. */
export const REDSHIFT_TYPES: Readonly<Record<ColumnType, string>> = {
  string: 'varchar(512)',
  bigint: 'bigint',
  int: 'int',
  double: 'double precision',
  boolean: 'boolean',
  'array<struct<id:string,variant:string>>': 'super',
};
