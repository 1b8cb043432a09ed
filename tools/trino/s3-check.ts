import { resolve } from 'node:path';
import type { Cloud } from 'embedded-cloud';
import type { Terminal } from '../local/terminal';
import { isProjected, registerPartitions, toDdl } from './tables';
import type { TrinoClient } from './trino-client';

/** The catalog that reads the embedded S3 through its endpoint, with Trino's own S3 client. */
const CATALOG = 's3';

/**
 * Reads the partitioned tables twice in Trino: from files, and through the endpoint of the embedded S3, where Trino lists
 * the partitions of projected tables itself. Compares the number of rows and a checksum of every column; returns the differences.
 */
export const checkS3 = async (
  { services: { glue }, surroundings: { endpoint, region } }: Cloud,
  client: TrinoClient,
  {
    database,
    tables,
    folder,
  }: { readonly database: string; readonly tables: readonly string[]; readonly folder: string },
  terminal: Terminal,
): Promise<readonly string[]> => {
  await client.run(catalogDdl(endpoint, region, folder));
  await client.run(`CREATE SCHEMA ${CATALOG}.${database}`);
  const partitioned = tables.filter((table) => glue.table(database, table).partitionKeys.length > 0);
  const differences: string[] = [];
  let allRows = 0;
  for (const name of partitioned) {
    const table = glue.table(database, name);
    const sums = [...table.columns, ...table.partitionKeys].map((column) => `to_hex(checksum("${column.name}"))`);
    const read = async (catalog: string) => {
      const { rows } = await client.run(`SELECT count(*), ${sums.join(', ')} FROM ${catalog}.${database}.${name}`);
      return rows[0] ?? [];
    };
    const work = async (): Promise<string | undefined> => {
      await client.run(toDdl(`${CATALOG}.${database}.${name}`, table, 's3://'));
      // Objects of earlier curation runs stay in the folders of the other tables, beside the registered locations.
      await (isProjected(table)
        ? client.run(`CALL ${CATALOG}.system.sync_partition_metadata('${database}', '${name}', 'FULL')`)
        : registerPartitions(client, glue, { catalog: CATALOG, database, name, root: 's3://' }));
      const [fromFiles, fromS3] = [await read('hive'), await read(CATALOG)];
      allRows += Number(fromS3[0]);
      if (fromFiles.join() === fromS3.join()) return undefined;
      return `table ${name} through S3: ${fromS3[0]} rows, ${fromFiles[0]} from files, or other values`;
    };
    const difference = await terminal.step(`table ${name} through S3`, work);
    if (difference !== undefined) differences.push(difference);
  }
  const same = partitioned.length - differences.length;
  terminal.print(`  ${same} of ${partitioned.length} tables are the same through S3, with ${allRows} rows.`);
  return allRows > 0 ? differences : [...differences, 'no table has rows through S3'];
};

/** Declares the catalog. Its metastore is below `folder`, beside that of the catalog `hive`. */
const catalogDdl = (endpoint: string, region: string, folder: string): string => {
  const properties = {
    'hive.metastore': 'file',
    'hive.metastore.catalog.dir': 'local:///metastore-s3',
    'fs.local.enabled': 'true',
    'local.location': resolve(folder),
    'hive.security': 'allow-all',
    'hive.table-statistics-enabled': 'false',
    'hive.recursive-directories': 'true',
    'hive.allow-register-partition-procedure': 'true',
    'hive.non-managed-table-writes-enabled': 'true',
    'fs.native-s3.enabled': 'true',
    's3.endpoint': endpoint,
    's3.region': region,
    's3.path-style-access': 'true',
    's3.aws-access-key': 'any',
    's3.aws-secret-key': 'any',
  };
  const list = Object.entries(properties).map(([name, value]) => `"${name}" = '${value}'`);
  return `CREATE CATALOG ${CATALOG} USING hive WITH (${list.join(', ')})`;
};
