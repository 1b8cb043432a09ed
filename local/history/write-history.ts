import { createHash } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { LakeDate } from '../../domain/lake/dates';
import { RAW_VIEWING_EVENTS } from '../../domain/lake/tables';
import { parseColumnType } from '../duckdb/column-type';
import { convertToParquetWith } from '../duckdb/convert-to-parquet';
import { withDuckDb } from '../duckdb/database';
import type { ObjectWriter } from '../ports';
import { type PastDay, type PastDayProps, tellPastDay } from './past-day';

const COLUMNS = new Map(
  Object.entries(RAW_VIEWING_EVENTS.columns).map(([name, type]) => [name, parseColumnType(type)]),
);

/** How far the writing is. */
export interface Written {
  readonly days: number;
  readonly events: number;
  /** As NDJSON. */
  readonly jsonBytes: number;
  readonly parquetBytes: number;
}

/** What is written, and where. */
export interface WriteHistoryProps extends PastDayProps {
  readonly dates: readonly LakeDate[];
  readonly writer: ObjectWriter;
  readonly bucket: string;
  /** For what is being converted. */
  readonly folder: string;
}

/**
 * Writes past days into raw, by the hour in which they were received, converted as Firehose converts. Keys follow from
 * what is asked for: written again, an object takes the place of its like, so that an interrupted run is begun anew.
 * While the engine converts one day, the next is told: each has a core.
 */
export const writeHistory = (props: WriteHistoryProps, tell: (written: Written) => void): Promise<Written> =>
  withDuckDb(async (connection) => {
    let written: Written = { days: 0, events: 0, jsonBytes: 0, parquetBytes: 0 };
    let writing: Promise<void> = Promise.resolve();
    for (const date of props.dates) {
      const [day] = await Promise.all([tellPastDay(date, props), writing]);
      writing = writeDay(date, day, connection, props).then((more) => {
        written = add(written, more);
        tell(written);
      });
    }
    await writing;
    return written;
  });

const writeDay = async (
  date: LakeDate,
  day: PastDay,
  connection: DuckDBConnection,
  { writer, bucket, programme, folder }: WriteHistoryProps,
): Promise<Written> => {
  const name = `history-${date}-${createHash('sha256').update(programme.run).digest('hex').slice(0, 12)}`;
  let written: Written = { days: 1, events: 0, jsonBytes: 0, parquetBytes: 0 };
  for (const [received, { content }] of day) {
    const { parquet, rows, unconverted } = await convertToParquetWith(connection, content, COLUMNS, 'snappy', folder);
    if (!parquet || unconverted.length > 0) throw new Error(`Not a row: ${unconverted[0]?.reason ?? ''}`);
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
