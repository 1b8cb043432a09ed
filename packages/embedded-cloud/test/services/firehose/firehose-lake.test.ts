import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { ViewingEvent } from '../../../../../domain/families/viewing';
import { packEvents } from '../../../../../domain/ingest';
import { RAW_ERRORS_PREFIX, RAW_VIEWING_EVENTS } from '../../../../../domain/lake';
import { Firehose } from '../../../src/services/firehose/firehose';
import { Kinesis } from '../../../src/services/kinesis/kinesis';
import { aViewingEvent, eventId } from '../../../../../test/support/events';
import { BUCKET, DATABASE, EmbeddedLake } from '../../../../../test/support/embedded-lake';
import { provision } from '../../support/endpoint';
import { simulatedEvents } from '../../../../../test/support/simulated';

const NOW = Date.parse('2026-11-21T23:30:05.678Z');
const FOLDER = `${RAW_VIEWING_EVENTS.prefix}/dt=2026-11-21/hour=23/`;

let lake: EmbeddedLake;
let kinesis: Kinesis;
let client: KinesisClient;
let firehose: Firehose;

/** Starts Firehose; when one runs already, the new one replaces it, as after a restart. */
const startFirehose = async (): Promise<void> => {
  const { surroundings, faults } = lake.endpoint;
  const props = { surroundings, faults, writer: lake.s3, streams: kinesis, catalog: lake.glue, now: () => NOW };
  firehose = lake.endpoint.add(new Firehose(props));
  await provision(firehose, 'AWS::KinesisFirehose::DeliveryStream', {
    DeliveryStreamName: 'raw',
    DeliveryStreamType: 'KinesisStreamAsSource',
    KinesisStreamSourceConfiguration: {
      KinesisStreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/viewing-events',
    },
    ExtendedS3DestinationConfiguration: {
      BucketARN: `arn:aws:s3:::${BUCKET}`,
      Prefix: `${RAW_VIEWING_EVENTS.prefix}/dt=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/`,
      ErrorOutputPrefix: `${RAW_ERRORS_PREFIX}/!{firehose:error-output-type}/dt=!{timestamp:yyyy-MM-dd}/`,
      FileExtension: '.parquet',
      DataFormatConversionConfiguration: {
        SchemaConfiguration: { DatabaseName: DATABASE, TableName: RAW_VIEWING_EVENTS.name },
        InputFormatConfiguration: { Deserializer: { OpenXJsonSerDe: {} } },
        OutputFormatConfiguration: { Serializer: { ParquetSerDe: { Compression: 'SNAPPY' } } },
      },
    },
  });
  firehose.start();
};

beforeEach(async () => {
  lake = await EmbeddedLake.open();
  const { surroundings, faults } = lake.endpoint;
  kinesis = lake.endpoint.add(new Kinesis(surroundings, faults));
  await provision(kinesis, 'AWS::Kinesis::Stream', { Name: 'viewing-events', ShardCount: 2 });
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
      StreamName: 'viewing-events',
      Records: records.map((data, index) => ({ PartitionKey: `key ${index}`, Data: Buffer.from(data) })),
    }),
  );
const put = (events: readonly ViewingEvent[]) => putRecords(...packEvents(events, 16).map(({ data }) => data));
const numbered = (from: number, to: number): ViewingEvent[] =>
  Array.from({ length: to - from }, (_, n) =>
    aViewingEvent({ event_id: eventId(from + n), session_id: `s${from + n}`, sequence: from + n }),
  );
const sequences = async (): Promise<readonly number[]> => {
  const { rows } = await lake.ask(`SELECT sequence FROM ${RAW_VIEWING_EVENTS.name} ORDER BY sequence`);
  return rows.map(([sequence]) => Number(sequence));
};
const contentsBelow = (prefix: string): readonly (readonly [string, Buffer])[] =>
  lake.s3.files(BUCKET, prefix).map(({ key, path }) => [key, readFileSync(path)]);

describe('a delivery stream that converts to Parquet', () => {
  it('converts every field of the events to a column, under the date and hour of arrival', async () => {
    const event = aViewingEvent({
      playback_rate: 1.25,
      experiments: [{ id: 'artwork', variant: 'b' }],
      client_event_ts: 7,
    });
    await put([event]);
    await firehose.flush('raw');
    const [[key] = []] = contentsBelow('raw/');
    expect(key).toMatch(new RegExp(`^${FOLDER}raw-1-2026-11-21-23-30-05-[0-9a-f-]{36}\\.parquet$`));
    const { experiments, ...fields } = event;
    const columns = Object.keys(RAW_VIEWING_EVENTS.columns).filter((column) => column !== 'experiments');
    const { rows } = await lake.ask(
      `SELECT ${columns.join(', ')}, experiments[1].variant, dt, hour FROM ${RAW_VIEWING_EVENTS.name}`,
    );
    const values = columns.map((column) =>
      (fields as Record<string, string | number | boolean | undefined>)[column]?.toString(),
    );
    expect(rows).toEqual([[...values, experiments?.[0]?.variant, '2026-11-21', '23']]);
  });

  it('writes a line that is not a row under the error prefix with a reason, and converts the other lines', async () => {
    const [first, second] = numbered(0, 2).map((event) => JSON.stringify(event));
    const wrongType = JSON.stringify({ ...aViewingEvent(), event_ts: 'soon' });
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
        [wrongType, 'The field event_ts is not of type bigint.'],
        ['[]', 'The line is not a JSON object.'],
      ]),
    );
  });

  it('writes Parquet that is at most a sixth of the size of the JSON', async () => {
    // 1,500 events, because a shard accepts 1 MB per second.
    const events = simulatedEvents(60, (session) => NOW - session * 60_000).slice(0, 1_500);
    await put(events);
    await firehose.flush('raw');
    const json = events.reduce((sum, event) => sum + Buffer.byteLength(JSON.stringify(event)) + 1, 0);
    const parquet = contentsBelow('raw/').reduce((sum, [, { length }]) => sum + length, 0);
    const { rows } = await lake.ask(`SELECT count(DISTINCT event_id) FROM ${RAW_VIEWING_EVENTS.name}`);
    expect(rows).toEqual([[String(events.length)]]);
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
