import { createHash } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import { type LakeDate, RAW_VIEWING_EVENTS } from '../../domain/lake';
import { parseColumnType } from '../../packages/embedded-cloud/src/duckdb/column-type';
import { convertToParquetWith } from '../../packages/embedded-cloud/src/duckdb/convert-to-parquet';
import { withDuckDb } from '../../packages/embedded-cloud/src/duckdb/database';
import type { ObjectWriter } from '../../packages/embedded-cloud/src/core/ports';
import type { Past, PastDay } from './past-day';
import { TellerThread } from './teller-thread';

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
export interface WriteHistoryProps {
  readonly past: Past;
  readonly dates: readonly LakeDate[];
  readonly writer: ObjectWriter;
  readonly bucket: string;
  /** For what is being converted. */
  readonly folder: string;
}

/** Each with a connection of its own: a conversion waits for files as long as it computes. */
const TELLERS = 2;

/**
 * Writes past days into raw, by the hour in which they were received, converted as Firehose converts. Keys follow from
 * what is asked for: written again, an object takes the place of its like, so that an interrupted run is begun anew.
 */
export const writeHistory = (props: WriteHistoryProps, tell: (written: Written) => void): Promise<Written> =>
  withDuckDb(async (_, engine) => {
    let written: Written = { days: 0, events: 0, jsonBytes: 0, parquetBytes: 0 };
    const dates = props.dates.values();
    const writeTheirShare = async (teller: TellerThread, connection: DuckDBConnection): Promise<void> => {
      let writing: Promise<void> = Promise.resolve();
      for (const date of dates) {
        const [day] = await Promise.all([teller.tell(date), writing]); // or what is told would pile up
        writing = writeDay(date, day, connection, props).then((more) => {
          written = add(written, more);
          tell(written);
        });
      }
      await writing;
    };
    const tellers = Array.from({ length: TELLERS }, () => new TellerThread(props.past));
    try {
      await Promise.all(tellers.map(async (teller) => writeTheirShare(teller, await engine.connect())));
      return written;
    } finally {
      await Promise.all(tellers.map((teller) => teller.close()));
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
