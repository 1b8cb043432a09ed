import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AthenaClient } from '@aws-sdk/client-athena';
import { GlueClient } from '@aws-sdk/client-glue';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { beginRun, type CurationRun, toRunId } from '../../domain/lake/curation';
import { dateOf } from '../../domain/lake/dates';
import type { ViewingEvent } from '../../domain/events/viewing-event';
import { ERASED_VIEWERS, LAKE_TABLES, type LakeTable, RAW_VIEWING_EVENTS } from '../../domain/lake/tables';
import { drive, type DriveServices } from '../../lambdas/curate/drive';
import type { Aside } from '../../lambdas/curate/inspect-raw';
import { RunLog, type RunRecord } from '../../lambdas/curate/run-log';
import { AthenaQueries } from '../../lambdas/shared/athena-queries';
import { readStatement } from '../../lambdas/shared/athena-statement';
import { LakeCatalog } from '../../lambdas/shared/lake-catalog';
import { LakeObjects } from '../../lambdas/shared/lake-objects';
import { parseColumnType } from '../../local/duckdb/column-type';
import { convertToParquet } from '../../local/duckdb/convert-to-parquet';
import { Athena } from '../../local/services/athena';
import { Glue } from '../../local/services/glue';
import { S3 } from '../../local/services/s3';
import { Endpoint, provision } from './endpoint';

const [BUCKET, DATABASE, WORKGROUP] = ['lake', 'playhead_test', 'curation'];
const SQL = join(__dirname, '../../sql/athena');
const JSON_SERDE = 'org.openx.data.jsonserde.JsonSerDe';
const PARQUET_SERDE = 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe';

const RAW_COLUMNS = new Map(
  Object.entries(RAW_VIEWING_EVENTS.columns).map(([name, type]) => [name, parseColumnType(type)]),
);

/** A lake on the embedded S3, Glue and Athena, curated by the steps' own code over the SDK; its clock is set by hand. */
export class TestLake {
  readonly asides: Aside[] = [];
  readonly failures: string[] = [];
  readonly finished: RunRecord[] = [];
  readonly deadLetters: CurationRun[] = [];
  /** How often a run was sent on. */
  handovers = 0;
  private runs = 0;

  private constructor(
    readonly endpoint: Endpoint,
    private readonly s3: S3Client,
    readonly objects: LakeObjects,
    readonly catalog: LakeCatalog,
    readonly queries: AthenaQueries,
  ) {}

  static async open(): Promise<TestLake> {
    const endpoint = await Endpoint.open();
    const { surroundings, faults } = endpoint;
    const s3 = endpoint.add(new S3(surroundings, faults));
    const glue = endpoint.add(new Glue(surroundings));
    const athena = endpoint.add(new Athena({ surroundings, faults, catalog: glue, objects: s3 }));
    for (const BucketName of [BUCKET, 'results']) await provision(s3, 'AWS::S3::Bucket', { BucketName });
    await provision(glue, 'AWS::Glue::Database', { DatabaseInput: { Name: DATABASE } });
    for (const table of LAKE_TABLES) {
      await provision(glue, 'AWS::Glue::Table', { DatabaseName: DATABASE, TableInput: toTableInput(table) });
    }
    const ResultConfiguration = { OutputLocation: 's3://results/' };
    await provision(athena, 'AWS::Athena::WorkGroup', {
      Name: WORKGROUP,
      WorkGroupConfiguration: { ResultConfiguration },
    });
    const settings = endpoint.clientConfig(3);
    const client = new S3Client({ ...settings, forcePathStyle: true });
    return new TestLake(
      endpoint,
      client,
      new LakeObjects(client, BUCKET),
      new LakeCatalog(new GlueClient(settings), DATABASE),
      new AthenaQueries(new AthenaClient(settings), WORKGROUP, DATABASE),
    );
  }

  close(): Promise<void> {
    return this.endpoint.close();
  }

  /** Firehose delivers these events in one object; they arrived at this time, epoch ms. */
  async receive(events: readonly object[], arrivedAt: number): Promise<string> {
    const lines = Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
    const folder = join(this.endpoint.surroundings.stateDir, 'converting');
    const { parquet, unconverted } = await convertToParquet(lines, RAW_COLUMNS, 'snappy', folder);
    if (!parquet || unconverted.length > 0) throw new Error(JSON.stringify(unconverted));
    return this.putRaw(parquet, arrivedAt);
  }

  /** An object of raw as it is. */
  async putRaw(content: Uint8Array, arrivedAt: number): Promise<string> {
    const hour = new Date(arrivedAt).toISOString().slice(11, 13);
    const key = `${RAW_VIEWING_EVENTS.prefix}/dt=${dateOf(arrivedAt)}/hour=${hour}/${randomUUID()}.parquet`;
    await this.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: content }));
    return key;
  }

  /** From now on curation leaves this viewer out. */
  async suppress(viewerId: string): Promise<void> {
    const line = JSON.stringify({ viewer_id: viewerId, request_id: 'r1', erased_at: 1 });
    await this.objects.writeText(`${ERASED_VIEWERS.prefix}/${randomUUID()}.json`, line);
  }

  /** A run that writes these dates, as it stands before its first step. */
  run(dates: readonly string[], now: number): CurationRun {
    this.runs += 1;
    return beginRun(toRunId(now, String(this.runs).padStart(6, '0')), dateOf(now), { dates });
  }

  /** Takes a run to its end, or to where it is given up. */
  async curate(dates: readonly string[], now: number): Promise<CurationRun> {
    const run = this.run(dates, now);
    await this.takeOn(run, now);
    return run;
  }

  /** The same from wherever the run stands. */
  async takeOn(from: CurationRun, now: number, changes: Partial<DriveServices> = {}): Promise<void> {
    const queue: CurationRun[] = [from];
    for (let run = queue.shift(); run; run = queue.shift()) await drive(run, this.services(now, queue, changes));
  }

  /** What the steps rest on. */
  services(now: number, queue: CurationRun[], changes: Partial<DriveServices> = {}): DriveServices {
    return {
      queries: this.queries,
      objects: this.objects,
      catalog: this.catalog,
      statement: (name) => readStatement(SQL, name),
      slices: 1,
      supersededRunGraceMs: 3_600_000,
      now: () => now,
      log: new RunLog(this.objects, 1, () => now),
      budgetMs: 30_000,
      lookEveryMs: 10,
      reportAside: (aside) => Promise.resolve(void this.asides.push(...aside)),
      reportFailure: (_, reason) => void this.failures.push(reason),
      reportFinished: (record) => Promise.resolve(void this.finished.push(record)),
      giveUp: (run) => Promise.resolve(void this.deadLetters.push(run)),
      sendOn: (run) => {
        this.handovers += 1;
        queue.push(run);
        return Promise.resolve();
      },
      ...changes,
    };
  }

  /** The rows of a SELECT, each a list of texts. */
  async ask(sql: string): Promise<readonly (readonly (string | undefined)[])[]> {
    const id = await this.queries.start({ sql, executionParameters: [] }, randomUUID());
    for (;;) {
      const { state, reason } = await this.queries.stateOf(id);
      if (state === 'succeeded') return this.queries.rowsOf(id);
      if (state === 'failed') throw new Error(reason);
      await delay(10);
    }
  }
}

const toTableInput = ({ name, prefix, columns, partitionKeys }: LakeTable) => ({
  Name: name,
  StorageDescriptor: {
    Location: `s3://${BUCKET}/${prefix}/`,
    Columns: Object.entries(columns).map(([Name, Type]) => ({ Name, Type })),
    SerdeInfo: { SerializationLibrary: name === ERASED_VIEWERS.name ? JSON_SERDE : PARQUET_SERDE },
  },
  PartitionKeys: partitionKeys.map((Name) => ({ Name, Type: 'string' })),
  Parameters: { 'projection.enabled': String(name === RAW_VIEWING_EVENTS.name) },
});

/** Every event of one playback, from its request to its end, a heartbeat every ten seconds. */
export const playback = (
  about: Partial<ViewingEvent> & Pick<ViewingEvent, 'session_id' | 'event_ts'>,
  heartbeats = 2,
): ViewingEvent[] => {
  const startedAt = about.event_ts;
  const shared = {
    content_id: 'title-1',
    viewer_id: 'p'.repeat(43),
    viewer_key_id: 'k1',
    device_type: 'web',
    stream_type: 'vod',
    country: 'DE',
    ...about,
  } as const;
  const at = (sequence: number, offsetMs: number, fields: Partial<ViewingEvent>): ViewingEvent => ({
    ...shared,
    event_id: toEventId(about.session_id, sequence),
    event: 'heartbeat',
    event_ts: startedAt + offsetMs,
    received_at: (about.received_at ?? startedAt) + offsetMs,
    sequence,
    ...fields,
  });
  const beats = Array.from({ length: heartbeats }, (_, beat) =>
    at(beat + 2, 1_000 + 10_000 * (beat + 1), { interval_ms: 10_000, state: 'playing', bitrate_kbps: 3_000 }),
  );
  const end = 1_000 + 10_000 * heartbeats;
  return [
    at(0, 0, { event: 'play_request' }),
    at(1, 1_000, { event: 'playing', interval_ms: 1_000, state: 'starting', startup_ms: 1_000 }),
    ...beats,
    at(heartbeats + 2, end + 500, { event: 'ended', interval_ms: 500, state: 'playing' }),
  ];
};

/** One id for each session and sequence number. */
const toEventId = (sessionId: string, sequence: number): string => {
  const session = Buffer.from(sessionId).toString('hex').padStart(12, '0').slice(-12);
  return `018f4e9c-5b1a-7c3e-${String(sequence).padStart(4, '0')}-${session}`;
};
