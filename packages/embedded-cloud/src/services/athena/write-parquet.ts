import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { quote } from '../../duckdb/database';
import { StatementError } from '../../duckdb/statement-error';
import type { ObjectFiles } from '../../core/ports';
import type { Session } from './engine';
import { castSumsToBigint } from './output-format';
import type { Column } from './results';
import { type RunProps, runWithLimits } from './run-with-limits';

const FORMATS: readonly (string | undefined)[] = ['PARQUET'];
const COMPRESSIONS = ['ZSTD', 'SNAPPY', 'GZIP', 'NONE'];

/** A folder of a bucket; the prefix ends with a slash, or is empty. */
interface Target {
  readonly bucket: string;
  readonly prefix: string;
}

/** The objects that a statement wrote, and the bytes that it read. */
interface Written {
  readonly scannedBytes: number;
  /** s3:// URLs. */
  readonly written: readonly string[];
}

/** Writes the rows of a session's SELECT as Parquet below a target; `output` is an empty folder for temporary files. */
export const writeParquet = async (
  session: Session,
  props: RunProps,
  { bucket, prefix }: Target,
  options: { readonly columns: readonly Column[]; readonly compression: string; readonly output: string },
): Promise<Written> => {
  const { columns, compression, output } = options;
  const path = join(output, 'part.parquet');
  const select = castSumsToBigint(session.select, columns);
  const copy = `COPY (${select}) TO ${quote(path)} (FORMAT parquet, COMPRESSION ${compression.toLowerCase()})`;
  const scannedBytes = await runWithLimits(session, props, copy);
  const written: string[] = [];
  for (const file of readdirSync(output)) {
    const key = `${prefix}${randomUUID()}.parquet`;
    await props.writer.putObject(bucket, key, readFileSync(join(output, file)), 'application/octet-stream');
    written.push(`s3://${bucket}/${key}`);
  }
  return { scannedBytes, written };
};

/** Throws unless the rows can be written in this format and with this compression. */
export const checkFormat = (statement: string, format: string | undefined, compression: string): void => {
  if (FORMATS.includes(format?.toUpperCase()) && COMPRESSIONS.includes(compression.toUpperCase())) return;
  const supported = COMPRESSIONS.join(', ');
  throw new StatementError(`The embedded Athena ${statement} only PARQUET, with the compression ${supported}.`);
};

/** The folder at a location; throws when it is no location, or when it has objects. */
export const emptyTarget = (statement: string, location: string, objects: ObjectFiles): Target => {
  const [, bucket, folder = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(location) ?? [];
  if (bucket === undefined)
    throw new StatementError(`"${location}" is not a location of the form s3://bucket/folder/.`);
  const prefix = folder === '' || folder.endsWith('/') ? folder : `${folder}/`;
  if (objects.files(bucket, prefix).length === 0) return { bucket, prefix };
  throw new StatementError(`HIVE_PATH_ALREADY_EXISTS: Target directory for ${statement} is not empty: ${location}`);
};
