import type { Cloud } from 'embedded-cloud';
import type { Terminal } from '../local/terminal';
import { toDdl } from './tables';
import type { TrinoClient } from './trino-client';

/** The catalog that reads the embedded S3 through its endpoint, with Trino's own S3 client. */
const CATALOG = 's3';

/**
 * Reads the partitioned tables twice in Trino: from files, and through the endpoint of the embedded S3, where Trino finds
 * the partitions by itself. Compares the number of rows and a checksum of every column; returns the differences.
 */
export const checkS3 = async (
  { services: { glue } }: Cloud,
  client: TrinoClient,
  { database, tables }: { readonly database: string; readonly tables: readonly string[] },
  terminal: Terminal,
): Promise<readonly string[]> => {
  const partitioned = tables.filter((table) => glue.table(database, table).partitionKeys.length > 0);
  await client.run(`CREATE SCHEMA ${CATALOG}.${database}`);
  const differences: string[] = [];
  for (const name of partitioned) {
    const work = async (): Promise<string | undefined> => {
      const { columns, partitionKeys } = glue.table(database, name);
      await client.run(toDdl(`${CATALOG}.${database}.${name}`, glue.table(database, name), 's3://'));
      await client.run(`CALL ${CATALOG}.system.sync_partition_metadata('${database}', '${name}', 'FULL')`);
      const sums = [...columns, ...partitionKeys].map((column) => `to_hex(checksum("${column.name}"))`);
      const read = async (catalog: string) => {
        const { rows } = await client.run(`SELECT count(*), ${sums.join(', ')} FROM ${catalog}.${database}.${name}`);
        return rows[0] ?? [];
      };
      const [fromFiles, fromS3] = [await read('hive'), await read(CATALOG)];
      const isSame = fromFiles.join() === fromS3.join();
      return isSame ? undefined : `${fromS3[0]} rows through S3, ${fromFiles[0]} from files, or other values`;
    };
    const difference = await terminal.step(`table ${name} through the S3 API`, work);
    if (difference !== undefined) differences.push(`table ${name} through the S3 API: ${difference}`);
  }
  terminal.print(`  ${partitioned.length - differences.length} of ${partitioned.length} tables are the same through S3.`);
  return differences;
};
