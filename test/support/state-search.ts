import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DynamoDBClient, ListTablesCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import { withDuckDb } from 'embedded-cloud/duckdb';
import type { Pipeline } from './pipeline';

/** A place in the state of an embedded cloud: the path of a file, or the file of a database with a table. */
type Place = string;

/** Whether a text contains what is searched for. */
type Contains = (text: string) => boolean;

/**
 * Every place in the state of an embedded cloud that contains a text. It reads every file, decompresses it if necessary,
 * and reads every table of every database.
 */
export const placesWith = async (pipeline: Pipeline, texts: readonly string[]): Promise<readonly Place[]> => {
  const contains: Contains = (text) => texts.some((one) => text.includes(one));
  const items = await tablesWith(pipeline, texts);
  const files = await pipeline.whileStopped((stateDir) => filesWith(stateDir, contains));
  return [...items, ...files].sort();
};

/** The tables of DynamoDB that contain a text. They are read through its API: their files keep deleted items until the engine compacts them. */
export const tablesWith = async (pipeline: Pipeline, texts: readonly string[]): Promise<readonly Place[]> => {
  const dynamodb = new DynamoDBClient(pipeline.settings);
  const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
  const places: Place[] = [];
  for (const TableName of TableNames) {
    for await (const { Items = [] } of paginateScan({ client: dynamodb }, { TableName })) {
      const json = JSON.stringify(Items);
      if (texts.some((text) => json.includes(text))) places.push(`dynamodb/${TableName}`);
    }
  }
  return places;
};

const filesWith = async (stateDir: string, contains: Contains): Promise<readonly Place[]> => {
  const entries = await readdir(stateDir, { recursive: true, withFileTypes: true });
  const places: Place[] = [];
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const place = path.slice(stateDir.length + 1);
    if (place.startsWith('dynamodb/')) continue;
    for (const [part, text] of await textsOf(path)) if (contains(text)) places.push(place + part);
  }
  return places;
};

/** The texts of a file; each table of a database is a part of its own. */
const textsOf = async (path: string): Promise<readonly (readonly [string, string])[]> => {
  if (path.endsWith('.duckdb')) return tablesOf(path);
  const bytes = await readFile(path);
  if (bytes.subarray(0, 4).toString('latin1') === 'PAR1') return [['', await rowsOf(`read_parquet('${path}')`)]];
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return [['', (isGzip ? gunzipSync(bytes) : bytes).toString('latin1')]];
};

const tablesOf = (path: string): Promise<readonly (readonly [string, string])[]> =>
  withDuckDb(async (connection) => {
    await connection.run(`ATTACH '${path}' AS state (READ_ONLY)`);
    const tables = await connection.runAndReadAll(
      `SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'state'`,
    );
    const texts: [string, string][] = [];
    for (const row of tables.getRowsJson()) {
      const [schema = '', table = ''] = row.map((cell) => (typeof cell === 'string' ? cell : ''));
      const rows = await connection.runAndReadAll(`SELECT * FROM state."${schema}"."${table}"`);
      texts.push([`#${schema}.${table}`, JSON.stringify(rows.getRowsJson())]);
    }
    return texts;
  });

const rowsOf = (source: string): Promise<string> =>
  withDuckDb(async (connection) =>
    JSON.stringify((await connection.runAndReadAll(`SELECT * FROM ${source}`)).getRowsJson()),
  );
