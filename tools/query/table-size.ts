import { GetTableCommand, type GlueClient, paginateGetPartitions, type Table } from '@aws-sdk/client-glue';
import type { S3Client } from '@aws-sdk/client-s3';
import { LakeObjects } from '../../lambdas/lake';
import { type PlannedTable, reads } from './plan';

/** The partitions of a table that a query reads, and their size. */
export interface TableSize {
  readonly table: string;
  readonly partitions: number;
  readonly bytes: number;
}

const CONCURRENT_LISTS = 16;

/** The size of the partitions that a plan reads, from the catalog and the listings of the bucket. Scans nothing. */
export const tableSize = async (planned: PlannedTable, glue: GlueClient, s3: S3Client): Promise<TableSize> => {
  const { database, table, isEmpty } = planned;
  if (isEmpty) return { table, partitions: 0, bytes: 0 };
  const { Table } = await glue.send(new GetTableCommand({ DatabaseName: database, Name: table }));
  if (!Table) throw new Error(`The catalog has no table ${table}.`);
  const locations = await locationsOf(planned, Table, glue, s3);
  let bytes = 0;
  for (let from = 0; from < locations.length; from += CONCURRENT_LISTS) {
    const sizes = await Promise.all(locations.slice(from, from + CONCURRENT_LISTS).map((url) => sizeOf(url, s3)));
    bytes += sizes.reduce((sum, size) => sum + size, 0);
  }
  return { table, partitions: locations.length, bytes };
};

const locationsOf = async (
  planned: PlannedTable,
  table: Table,
  glue: GlueClient,
  s3: S3Client,
): Promise<readonly string[]> => {
  const keys = (table.PartitionKeys ?? []).map(({ Name = '' }) => Name);
  const root = table.StorageDescriptor?.Location ?? '';
  if (keys.length === 0) return [root];
  // The catalog does not list projected partitions, but each has a folder.
  if (table.Parameters?.['projection.enabled'] === 'true') return foldersBelow(root, planned, keys, s3);
  const found: string[] = [];
  const input = { DatabaseName: planned.database, TableName: planned.table };
  for await (const { Partitions = [] } of paginateGetPartitions({ client: glue }, input)) {
    for (const { Values = [], StorageDescriptor } of Partitions) {
      const isRead = keys.every((key, index) => reads(planned, key, Values[index] ?? ''));
      if (isRead) found.push(StorageDescriptor?.Location ?? '');
    }
  }
  return found;
};

/** The folders `key=value/` that the plan reads, one level per key. */
const foldersBelow = async (
  location: string,
  planned: PlannedTable,
  [key, ...others]: readonly string[],
  s3: S3Client,
): Promise<readonly string[]> => {
  if (key === undefined) return [location];
  const { bucket, prefix } = parse(location);
  const folders = await new LakeObjects(s3, bucket).folders(prefix);
  const read = folders.filter((folder) => {
    const [, name, value = ''] = /([^/=]+)=([^/]*)\/$/.exec(folder) ?? [];
    return name === key && reads(planned, key, value);
  });
  const below: string[] = [];
  for (const folder of read) below.push(...(await foldersBelow(`s3://${bucket}/${folder}`, planned, others, s3)));
  return below;
};

const sizeOf = async (location: string, s3: S3Client): Promise<number> => {
  const { bucket, prefix } = parse(location);
  return (await new LakeObjects(s3, bucket).list(prefix)).reduce((sum, { bytes }) => sum + bytes, 0);
};

const parse = (location: string): { readonly bucket: string; readonly prefix: string } => {
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)\/(.*?)\/?$/.exec(location) ?? [];
  return { bucket, prefix: `${prefix}/` };
};
