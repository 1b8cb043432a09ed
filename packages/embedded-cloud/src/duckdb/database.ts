import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

/** What one engine may use. Two cores may be all there are: what serves the stream must not starve. */
const SETTINGS = { threads: '1', memory_limit: '1GB' };

/** A database in memory for as long as it is worked with; what it reads and writes are files. */
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

/** A database that outlives its process, in a file; whoever opens it closes it. */
export const openDuckDb = (file: string): Promise<DuckDBInstance> => DuckDBInstance.create(file, SETTINGS);

/** A text as a literal. */
export const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A name as an identifier. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
