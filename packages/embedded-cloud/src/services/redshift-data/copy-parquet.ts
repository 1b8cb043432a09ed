import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { identifier, quote } from '../../duckdb/database';
import { each, type RoleSession } from '../../core/iam';
import type { ObjectFiles } from '../../core/ports';
import { Fields } from '../../core/fields';

/** The objects that a COPY reads, and the role with which it reads them. */
export interface Files {
  readonly objects: ObjectFiles;
  /** Undefined when no policy restricts the role. */
  readonly session: RoleSession | undefined;
}

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
  files: Files,
  table: string,
  manifest: string,
): Promise<number> => {
  const described = await connection.runAndReadAll(`DESCRIBE ${identifier(table)}`);
  const columns = described.getRows().map(([name]) => String(name));
  let rows = 0;
  for (const { url, path } of readManifest(files, manifest)) {
    const source = `read_parquet(${quote(path)}, hive_partitioning = false)`;
    const width = (await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`)).getRows().length;
    if (width > columns.length) throw new Error(`Unmatched number of columns between table and file: ${url}`);
    const names = columns.slice(0, width).map(identifier).join(', ');
    rows += (await connection.run(`INSERT INTO ${identifier(table)} (${names}) SELECT * FROM ${source}`)).rowsChanged;
  }
  return rows;
};

const readManifest = (files: Files, manifest: string): readonly ManifestEntry[] => {
  checkListing(files, manifest);
  const file = fileOf(files, manifest);
  if (!existsSync(file)) throw new Error(`The specified S3 manifest does not exist: ${manifest}`);
  return Fields.parse(readFileSync(file, 'utf8'))
    .objects('entries')
    .flatMap((entry) => {
      const url = entry.string('url');
      const path = fileOf(files, url);
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

/** The file of an object, which the role must be allowed to read. */
const fileOf = ({ objects: { root }, session }: Files, url: string): string => {
  const { bucket, key } = placeOf(url);
  session?.check(...each('s3:GetObject', [`arn:aws:s3:::${bucket}/${key}`]));
  return join(root, bucket, key);
};

/** COPY needs to list what it loads. Source: https://docs.aws.amazon.com/redshift/latest/dg/copy-usage_notes-access-permissions.html */
const checkListing = ({ session }: Files, url: string): void => {
  const { bucket, key } = placeOf(url);
  session?.check({ action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}`, context: { 's3:prefix': key } });
};

const placeOf = (url: string): { readonly bucket: string; readonly key: string } => {
  const [, bucket = '', key = ''] = /^s3:\/\/([\w.-]+)\/(.+)$/.exec(url) ?? [];
  if (key === '' || key.split('/').includes('..')) throw new Error(`"${url}" is not of the form s3://bucket/key.`);
  return { bucket, key };
};
