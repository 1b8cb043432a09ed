import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { AthenaClient } from '@aws-sdk/client-athena';
import type { Endpoint } from 'embedded-cloud/testing';
import type { ViewingEvent } from '../../domain/families/viewing';
import { beginRun, type CurationRun, dateOf, ERASED_VIEWERS, RAW_VIEWING_EVENTS, toRunId } from '../../domain/lake';
import { drive, type DriveServices } from '../../lambdas/lake/curate/drive';
import type { Aside } from '../../lambdas/lake/curate/inspect-raw';
import { RunLog, type RunRecord } from '../../lambdas/lake/curate/run-log';
import { AthenaQueries } from 'aws-clients/athena';
import { readStatement } from '../../lambdas/foundation/athena-statement';
import type { LakeCatalog } from '../../lambdas/lake/lake-catalog';
import type { LakeObjects } from '../../lambdas/lake/lake-objects';
import { BUCKET, CURATION, DATABASE, EmbeddedLake } from './embedded-lake';

const SQL = join(__dirname, '../../sql/lake');

/** A lake on the embedded S3, Glue and Athena, curated by the steps' own code over the SDK; its clock is set by hand. */
export class TestLake {
  readonly queries: AthenaQueries;
  readonly asides: Aside[] = [];
  readonly failures: string[] = [];
  readonly finished: RunRecord[] = [];
  readonly deadLetters: CurationRun[] = [];
  /** How often a run was sent on. */
  handovers = 0;
  private runs = 0;

  private constructor(readonly lake: EmbeddedLake) {
    const client = new AthenaClient(lake.endpoint.clientConfig(3));
    this.queries = new AthenaQueries(client, CURATION, DATABASE);
  }

  static async open(): Promise<TestLake> {
    return new TestLake(await EmbeddedLake.open());
  }

  close(): Promise<void> {
    return this.lake.close();
  }

  get endpoint(): Endpoint {
    return this.lake.endpoint;
  }

  get objects(): LakeObjects {
    return this.lake.objects;
  }

  get catalog(): LakeCatalog {
    return this.lake.catalog;
  }

  /** Firehose delivers these events in one object; they arrived at this time, epoch ms. */
  async receive(events: readonly object[], arrivedAt: number): Promise<string> {
    return this.lake.write(RAW_VIEWING_EVENTS, `${hourOf(arrivedAt)}/${randomUUID()}.parquet`, events);
  }

  /** An object of raw as it is. */
  async putRaw(content: Uint8Array, arrivedAt: number): Promise<string> {
    const key = `${RAW_VIEWING_EVENTS.prefix}/${hourOf(arrivedAt)}/${randomUUID()}.parquet`;
    await this.lake.s3.putObject(BUCKET, key, Buffer.from(content));
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
    const id = await this.queries.start({ sql });
    await this.queries.waitFor(id, { pollMs: 10 });
    return this.queries.rowsOf(id);
  }
}

/** The folder of the hour in which something arrived. */
const hourOf = (arrivedAt: number): string =>
  `dt=${dateOf(arrivedAt)}/hour=${new Date(arrivedAt).toISOString().slice(11, 13)}`;

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
