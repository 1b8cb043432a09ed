import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { identifier, quote } from '../../duckdb/database';
import type { ObjectFiles } from '../../core/ports';
import { Fields } from '../../core/fields';

/** An object in a manifest, with its file. */
interface ManifestEntry {
  readonly url: string;
  readonly path: string;
}

/**
 * COPY … FORMAT AS PARQUET MANIFEST FILLRECORD: maps columns by position; columns that a file lacks at its end are
 * null.
 */
export const copyParquet = async (
  connection: DuckDBConnection,
  objects: ObjectFiles,
  table: string,
  manifest: string,
): Promise<number> => {
  const described = await connection.runAndReadAll(`DESCRIBE ${identifier(table)}`);
  const columns = described.getRows().map(([name]) => String(name));
  let rows = 0;
  for (const { url, path } of readManifest(objects, manifest)) {
    const source = `read_parquet(${quote(path)}, hive_partitioning = false)`;
    const width = (await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`)).getRows().length;
    if (width > columns.length) throw new Error(`Unmatched number of columns between table and file: ${url}`);
    const names = columns.slice(0, width).map(identifier).join(', ');
    rows += (await connection.run(`INSERT INTO ${identifier(table)} (${names}) SELECT * FROM ${source}`)).rowsChanged;
  }
  return rows;
};

const readManifest = (objects: ObjectFiles, manifest: string): readonly ManifestEntry[] => {
  const file = fileOf(objects, manifest);
  if (!existsSync(file)) throw new Error(`The specified S3 manifest does not exist: ${manifest}`);
  return Fields.parse(readFileSync(file, 'utf8'))
    .objects('entries')
    .flatMap((entry) => {
      const url = entry.string('url');
      const path = fileOf(objects, url);
      if (!existsSync(path)) {
        if (entry.boolean('mandatory')) throw new Error(`Mandatory url is not present in manifest file: ${url}`);
        return [];
      }
      const length = entry.object('meta')?.number('content_length');
      if (length === undefined) {
        throw new Error(`The manifest has no content_length for ${url}, which columnar files require.`);
      }
      if (length !== statSync(path).size) throw new Error(`The size of ${url} differs from content_length.`);
      return [{ url, path }];
    });
};

const fileOf = ({ root }: ObjectFiles, url: string): string => {
  const [, bucket = '', key = ''] = /^s3:\/\/([\w.-]+)\/(.+)$/.exec(url) ?? [];
  if (key === '' || key.split('/').includes('..')) throw new Error(`"${url}" is not of the form s3://bucket/key.`);
  return join(root, bucket, key);
};
