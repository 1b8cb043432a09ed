import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { Firehose } from '../../../src/services/firehose/firehose';
import { Kinesis } from '../../../src/services/kinesis/kinesis';
import type { EmbeddedTables } from '../../../src/testing/embedded-tables';
import { provision } from '../../../src/testing/endpoint';
import { aClick, BUCKET, type Click, clickId, DATABASE, openTables, RAW_CLICKS } from '../../support/tables';

const NOW = Date.parse('2026-11-21T23:30:05.678Z');
const RAW_ERRORS_PREFIX = 'raw-errors/clicks';
const FOLDER = `${RAW_CLICKS.prefix}/dt=2026-11-21/hour=23/`;

let lake: EmbeddedTables;
let kinesis: Kinesis;
let client: KinesisClient;
let firehose: Firehose;

/** Starts Firehose; when one runs already, the new one replaces it, as after a restart. */
const startFirehose = async (): Promise<void> => {
  const { surroundings, faults, access } = lake.endpoint;
  const props = { surroundings, faults, access, writer: lake.s3, streams: kinesis, catalog: lake.glue, now: () => NOW };
  firehose = lake.endpoint.add(new Firehose(props));
  await provision(firehose, 'AWS::KinesisFirehose::DeliveryStream', {
    DeliveryStreamName: 'raw',
    DeliveryStreamType: 'KinesisStreamAsSource',
    KinesisStreamSourceConfiguration: {
      KinesisStreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/clicks',
    },
    ExtendedS3DestinationConfiguration: {
      BucketARN: `arn:aws:s3:::${BUCKET}`,
      Prefix: `${RAW_CLICKS.prefix}/dt=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/`,
      ErrorOutputPrefix: `${RAW_ERRORS_PREFIX}/!{firehose:error-output-type}/dt=!{timestamp:yyyy-MM-dd}/`,
      FileExtension: '.parquet',
      DataFormatConversionConfiguration: {
        SchemaConfiguration: { DatabaseName: DATABASE, TableName: RAW_CLICKS.name },
        InputFormatConfiguration: { Deserializer: { OpenXJsonSerDe: {} } },
        OutputFormatConfiguration: { Serializer: { ParquetSerDe: { Compression: 'SNAPPY' } } },
      },
    },
  });
  firehose.start();
};

beforeEach(async () => {
  lake = await openTables();
  const { surroundings, faults } = lake.endpoint;
  kinesis = lake.endpoint.add(new Kinesis(surroundings, faults));
  await provision(kinesis, 'AWS::Kinesis::Stream', { Name: 'clicks', ShardCount: 2 });
  client = new KinesisClient({ ...lake.endpoint.clientConfig(), requestHandler: new NodeHttpHandler() });
  await startFirehose();
});

afterEach(async () => {
  client.destroy();
  await lake.close();
});

const putRecords = (...records: readonly string[]) =>
  client.send(
    new PutRecordsCommand({
      StreamName: 'clicks',
      Records: records.map((data, index) => ({ PartitionKey: `key ${index}`, Data: Buffer.from(data) })),
    }),
  );
/** Puts clicks into 16 records of several lines each. */
const put = (clicks: readonly Click[]) => {
  const lines = clicks.map((click) => `${JSON.stringify(click)}\n`);
  const records = Array.from({ length: 16 }, (_, record) => lines.filter((_, line) => line % 16 === record).join(''));
  return putRecords(...records.filter((record) => record !== ''));
};
const numbered = (from: number, to: number): Click[] =>
  Array.from({ length: to - from }, (_, n) =>
    aClick({ click_id: clickId(from + n), visit_id: `v${from + n}`, sequence: from + n }),
  );
const sequences = async (): Promise<readonly number[]> => {
  const { rows } = await lake.ask(`SELECT sequence FROM ${RAW_CLICKS.name} ORDER BY sequence`);
  return rows.map(([sequence]) => Number(sequence));
};
const contentsBelow = (prefix: string): readonly (readonly [string, Buffer])[] =>
  lake.s3.files(BUCKET, prefix).map(({ key, path }) => [key, readFileSync(path)]);

/** The nth click of 60 visits. */
const clickOf = (n: number): Click =>
  aClick({
    click_id: randomUUID(),
    page: `/products/${n % 40}`,
    clicked_at: NOW - 60_000 * (n % 60) + n,
    sequence: Math.floor(n / 60),
    visit_id: clickId(n % 60),
    country: ['DE', 'FR', 'US'][n % 3],
    scroll_ratio: (n % 10) / 10,
    is_first: n < 60,
    tests: [{ id: 'artwork', variant: n % 2 === 0 ? 'a' : 'b' }],
  });

describe('a delivery stream that converts to Parquet', () => {
  it('converts every field to a column, under the date and hour of arrival', async () => {
    const fields: Readonly<Record<string, string | number | boolean>> = {
      ...{ click_id: clickId(1), page: '/', clicked_at: NOW - 1_000, sequence: 7, visit_id: 'visit' },
      ...{ scroll_ratio: 1.25, is_first: true, dwell_ms: 5, received_at: NOW },
    };
    const tests = [{ id: 'artwork', variant: 'b' }];
    await put([{ ...fields, tests }]);
    await firehose.flush('raw');
    const [[key] = []] = contentsBelow('raw/');
    expect(key).toMatch(new RegExp(`^${FOLDER}raw-1-2026-11-21-23-30-05-[0-9a-f-]{36}\\.parquet$`));
    const columns = Object.keys(RAW_CLICKS.columns).filter((column) => column !== 'tests');
    const { rows } = await lake.ask(`SELECT ${columns.join(', ')}, tests[1].variant, dt, hour FROM ${RAW_CLICKS.name}`);
    const values = columns.map((column) => fields[column]?.toString());
    expect(rows).toEqual([[...values, 'b', '2026-11-21', '23']]);
  });

  it('writes a line that is not a row under the error prefix with a reason, and converts the other lines', async () => {
    const [first, second] = numbered(0, 2).map((click) => JSON.stringify(click));
    const wrongType = JSON.stringify({ ...aClick(), clicked_at: 'soon' });
    await putRecords([first, 'this is not JSON', wrongType, second, ''].join('\n'), '[]');
    await firehose.flush('raw');
    expect(await sequences()).toEqual([0, 1]);
    const [[key, content] = []] = contentsBelow(RAW_ERRORS_PREFIX);
    expect(key).toMatch(new RegExp(`^${RAW_ERRORS_PREFIX}/format-conversion-failed/dt=2026-11-21/raw-1-`));
    const failures = String(content)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { lastErrorMessage: string; rawData: string })
      .map(({ lastErrorMessage, rawData }) => [Buffer.from(rawData, 'base64').toString(), lastErrorMessage]);
    expect(failures).toHaveLength(3);
    expect(failures).toEqual(
      expect.arrayContaining([
        ['this is not JSON', 'The line is not JSON.'],
        [wrongType, 'The field clicked_at is not of type bigint.'],
        ['[]', 'The line is not a JSON object.'],
      ]),
    );
  });

  it('writes Parquet that is at most a sixth of the size of the JSON', async () => {
    // 1,500 clicks, because a shard accepts 1 MB per second.
    const clicks = Array.from({ length: 1_500 }, (_, n) => clickOf(n));
    await put(clicks);
    await firehose.flush('raw');
    const json = clicks.reduce((sum, click) => sum + Buffer.byteLength(JSON.stringify(click)) + 1, 0);
    const parquet = contentsBelow('raw/').reduce((sum, [, { length }]) => sum + length, 0);
    const { rows } = await lake.ask(`SELECT count(DISTINCT click_id) FROM ${RAW_CLICKS.name}`);
    expect(rows).toEqual([[String(clicks.length)]]);
    expect(parquet).toBeLessThan(json / 6);
  });
});

describe('after a restart, a delivery stream', () => {
  const checkpoints = (): string => join(lake.endpoint.surroundings.stateDir, 'firehose', 'raw.json');

  it('continues at its checkpoint, and neither loses nor repeats a record', async () => {
    await put(numbered(0, 20));
    await firehose.flush('raw');
    await put(numbered(20, 30)); // may be read already, but not delivered
    await firehose.stop();
    await put(numbered(30, 40)); // while no delivery stream reads
    await startFirehose();
    await firehose.flush('raw');
    expect(await sequences()).toEqual(Array.from({ length: 40 }, (_, n) => n));
  });

  it('repeats only the records since its last checkpoint', async () => {
    await put(numbered(0, 20));
    await firehose.stop();
    const written = readFileSync(checkpoints());
    await startFirehose();
    await put(numbered(20, 30));
    await firehose.stop();
    writeFileSync(checkpoints(), written); // as if the process had ended before it wrote the checkpoint
    await startFirehose();
    await firehose.flush('raw');
    const arrived = await sequences();
    expect([...new Set(arrived)]).toEqual(Array.from({ length: 30 }, (_, n) => n));
    expect(arrived.filter((sequence) => sequence < 20)).toHaveLength(20);
    expect(arrived).toHaveLength(40);
  });
});
