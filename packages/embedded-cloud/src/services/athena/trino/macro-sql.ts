import { quote } from '../../../duckdb/database';

/** A function that takes each name of its parameters as what is put there: by its signature, its body in DuckDB's SQL. */
export type Macros = Readonly<Record<string, string>>;

/** Fails a query where it is reached, with Trino's name of the error before the colon. */
export const fail = (message: string): string => `error(${quote(message)})`;

/** Whether a value is of one of DuckDB's types: known before a row is read, so that it costs nothing. */
export const isOf = (value: string, ...types: readonly string[]): string =>
  `typeof(${value}) IN (${types.map(quote).join(', ')})`;

/** Whether a value is a NULL of no type. */
export const isNull = (value: string): string => `typeof(${value}) = '"NULL"'`;

export const MOMENTS = ['DATE', 'TIMESTAMP', 'TIMESTAMP WITH TIME ZONE', 'TIME'];
export const WHOLE = ['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT'];
export const DOUBLES = ['DOUBLE', 'FLOAT'];

/** What a function of times says of a text. */
export const NOT_A_TIME = fail(
  'TYPE_MISMATCH: A function of times does not take a varchar; CAST it AS date or timestamp.',
);
