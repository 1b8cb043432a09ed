import { createHash } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ObjectWriter } from 'embedded-cloud';
import { convertToParquetWith, parseColumnType, withDuckDb } from 'embedded-cloud/duckdb';
import { type LakeDate, RAW_VIEWING_EVENTS } from '../../domain/lake';
import { GeneratorThread } from './generator-thread';
import type { PastDay, PastParameters } from './past-day-generator';

const COLUMNS = new Map(
  Object.entries(RAW_VIEWING_EVENTS.columns).map(([name, type]) => [name, parseColumnType(type)]),
);

/** What has been written so far. */
export interface Written {
  readonly days: number;
  readonly events: number;
  /** The size of the events as NDJSON. */
  readonly jsonBytes: number;
  readonly parquetBytes: number;
}

/** What to write, and where. */
export interface WriteHistoryProps {
  readonly past: PastParameters;
  readonly dates: readonly LakeDate[];
  readonly writer: ObjectWriter;
  readonly bucket: string;
  /** For the temporary files of the conversion. */
  readonly folder: string;
}

/** How many days are generated and converted at the same time; each conversion has its own connection. */
const THREADS = 2;

/**
 * Writes past days into raw, one object per hour of receipt, converted as Firehose converts them. The keys depend only
 * on the parameters, so a second run overwrites the objects of the first, also after an interruption.
 */
export const writeHistory = (props: WriteHistoryProps, report: (written: Written) => void): Promise<Written> =>
  withDuckDb(async (_, engine) => {
    let written: Written = { days: 0, events: 0, jsonBytes: 0, parquetBytes: 0 };
    const dates = props.dates.values();
    const writeDays = async (thread: GeneratorThread, connection: DuckDBConnection): Promise<void> => {
      let writing: Promise<void> = Promise.resolve();
      for (const date of dates) {
        const [day] = await Promise.all([thread.generate(date), writing]); // at most one generated day waits for its conversion
        writing = writeDay(date, day, connection, props).then((more) => {
          written = add(written, more);
          report(written);
        });
      }
      await writing;
    };
    const threads = Array.from({ length: THREADS }, () => new GeneratorThread(props.past));
    try {
      await Promise.all(threads.map(async (thread) => writeDays(thread, await engine.connect())));
      return written;
    } finally {
      await Promise.all(threads.map((thread) => thread.close()));
    }
  });

const writeDay = async (
  date: LakeDate,
  day: PastDay,
  connection: DuckDBConnection,
  { past, writer, bucket, folder }: WriteHistoryProps,
): Promise<Written> => {
  const name = `history-${date}-${createHash('sha256').update(past.run).digest('hex').slice(0, 12)}`;
  let written: Written = { days: 1, events: 0, jsonBytes: 0, parquetBytes: 0 };
  for (const [received, content] of day) {
    const { parquet, rows, unconverted } = await convertToParquetWith(connection, content, COLUMNS, 'snappy', folder);
    if (!parquet || unconverted.length > 0)
      throw new Error(`A generated event does not convert to Parquet: ${unconverted[0]?.reason ?? ''}`);
    const [dt = '', hour = ''] = new Date(received).toISOString().split(/[T:]/);
    await writer.putObject(bucket, `${RAW_VIEWING_EVENTS.prefix}/dt=${dt}/hour=${hour}/${name}.parquet`, parquet);
    written = add(written, { days: 0, events: rows, jsonBytes: content.length, parquetBytes: parquet.length });
  }
  return written;
};

const add = (one: Written, other: Written): Written => ({
  days: one.days + other.days,
  events: one.events + other.events,
  jsonBytes: one.jsonBytes + other.jsonBytes,
  parquetBytes: one.parquetBytes + other.parquetBytes,
});
