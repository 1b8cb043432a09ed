import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

/** The limits of one database. A machine may have two cores only, and the services must keep one of them. */
const SETTINGS = { threads: '1', memory_limit: '1GB' };

/** Runs `work` with a new in-memory database, which is closed afterwards. */
export const withDuckDb = async <Result>(
  work: (connection: DuckDBConnection, instance: DuckDBInstance) => Promise<Result>,
): Promise<Result> => {
  const instance = await DuckDBInstance.create(':memory:', SETTINGS);
  const connection = await instance.connect();
  try {
    return await work(connection, instance);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
};

/** Opens a database in a file; the caller must close it. */
export const openDuckDb = (file: string): Promise<DuckDBInstance> => DuckDBInstance.create(file, SETTINGS);

/** A text as an SQL literal. */
export const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A name as a quoted SQL identifier. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
