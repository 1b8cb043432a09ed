import { Dialect, init, transpile } from '@polyglot-sql/sdk';
import { mapCode } from './sql-text';

/** A statement that is not run here, with the reason as the query's StateChangeReason tells it. */
export class NotRunHere extends Error {}

/** Trino's functions that the translation leaves as they are and that DuckDB knows by another name. */
const NAMES: Readonly<Record<string, string>> = {
  APPROX_PERCENTILE: 'APPROX_QUANTILE',
  CARDINALITY: 'LEN',
  ELEMENT_AT: 'LIST_EXTRACT', // of arrays: the lake has no maps
  SEQUENCE: 'GENERATE_SERIES',
  TO_UNIXTIME: 'EPOCH',
};

/** A SELECT of Trino's as DuckDB reads it. */
export const toDuckDb = async (select: string): Promise<string> => {
  await init();
  const { success, sql, error } = transpile(select, Dialect.Athena, Dialect.DuckDB, { unsupportedLevel: 'raise' });
  const [translated, ...more] = sql ?? [];
  if (!success || translated === undefined) throw new NotRunHere(`SYNTAX_ERROR: ${error ?? 'not understood'}`);
  if (more.length > 0) throw new NotRunHere('SYNTAX_ERROR: Only one sql statement is allowed.');
  return mapCode(translated, (code) =>
    code
      .replace(/INTERVAL (-\d+) (\w+)/g, "INTERVAL '$1' $2")
      .replace(/\b([A-Z_]+)\(/g, (call, name: string) => (name in NAMES ? `${NAMES[name] ?? name}(` : call)),
  );
};
