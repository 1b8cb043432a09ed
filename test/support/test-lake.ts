import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { AthenaClient } from '@aws-sdk/client-athena';
import type { Endpoint } from 'embedded-cloud/testing';
import type { ViewingEvent } from '../../domain/families/viewing';
import { beginRun, type CurationRun, dateOf, RAW_VIEWING_EVENTS, toRunId } from '../../domain/lake';
import { CurationLog } from '../../lambdas/lake/curate/curation-log';
import { driveCuration, type DriveServices } from '../../lambdas/lake/curate/drive-curation';
import type { MovedObject } from '../../lambdas/lake/curate/inspect-raw';
import type { CurationRecord } from '../../lambdas/lake/curation-record';
import { AthenaQueries } from 'aws-clients/athena';
import { writeSuppression } from '../../lambdas/erasure/suppression';
import { readStatement } from '../../lambdas/foundation/athena-statement';
import type { LakeCatalog } from '../../lambdas/lake/lake-catalog';
import type { LakeObjects } from '../../lambdas/lake/lake-objects';
import { BUCKET, CURATION, DATABASE, EmbeddedLake } from './embedded-lake';

const SQL = join(__dirname, '../../sql/lake');

/** A lake on the embedded S3, Glue and Athena, curated by the code of the step; the test sets the clock. */
export class TestLake {
  readonly queries: AthenaQueries;
  readonly moved: MovedObject[] = [];
  readonly failures: string[] = [];
  readonly finished: CurationRecord[] = [];
  readonly deadLetters: CurationRun[] = [];
  /** How often a run was sent to the queue. */
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

  /** Writes an object as Firehose does for events that arrived at this time, epoch ms. */
  async receive(events: readonly object[], arrivedAt: number): Promise<string> {
    return this.lake.write(RAW_VIEWING_EVENTS, `${hourOf(arrivedAt)}/${randomUUID()}.parquet`, events);
  }

  /** Writes an object with this content to raw. */
  async putRaw(content: Uint8Array, arrivedAt: number): Promise<string> {
    const key = `${RAW_VIEWING_EVENTS.prefix}/${hourOf(arrivedAt)}/${randomUUID()}.parquet`;
    await this.lake.s3.putObject(BUCKET, key, Buffer.from(content));
    return key;
  }

  /** Suppresses this viewer, so that curation omits their events. */
  async suppress(viewerId: string): Promise<void> {
    await writeSuppression(this.objects, randomUUID(), [viewerId], 1);
  }

  /** A run that rewrites these dates, before its first step. */
  run(dates: readonly string[], now: number): CurationRun {
    this.runs += 1;
    return beginRun(toRunId(now, String(this.runs).padStart(6, '0')), dateOf(now), { dates });
  }

  /** Runs a curation until it has finished or is in the dead-letter queue. */
  async curate(dates: readonly string[], now: number): Promise<CurationRun> {
    const run = this.run(dates, now);
    await this.continue(run, now);
    return run;
  }

  /** Continues a run until it has finished or is in the dead-letter queue. */
  async continue(from: CurationRun, now: number, changes: Partial<DriveServices> = {}): Promise<void> {
    const queue: CurationRun[] = [from];
    for (let run = queue.shift(); run; run = queue.shift())
      await driveCuration(run, this.services(now, queue, changes));
  }

  /** The services of the steps. */
  services(now: number, queue: CurationRun[], changes: Partial<DriveServices> = {}): DriveServices {
    return {
      queries: this.queries,
      objects: this.objects,
      catalog: this.catalog,
      statement: (name) => readStatement(SQL, name),
      slices: 1,
      lateEvents: { rewriteFromShare: 0, datesPerRun: 31 },
      supersededRunGraceMs: 3_600_000,
      now: () => now,
      log: new CurationLog(this.objects, 1, () => now),
      budgetMs: 30_000,
      pollMs: 10,
      reportMoved: (moved) => Promise.resolve(void this.moved.push(...moved)),
      reportFailure: (_, reason) => void this.failures.push(reason),
      reportFinished: (record) => Promise.resolve(void this.finished.push(record)),
      deadLetter: (run) => Promise.resolve(void this.deadLetters.push(run)),
      enqueue: (run) => {
        this.handovers += 1;
        queue.push(run);
        return Promise.resolve();
      },
      ...changes,
    };
  }

  /** The rows of a SELECT as text. */
  async ask(sql: string): Promise<readonly (readonly (string | undefined)[])[]> {
    const id = await this.queries.start({ sql });
    await this.queries.waitFor(id, { pollMs: 10 });
    return this.queries.rowsOf(id);
  }
}

/** The folder of the hour of an arrival. */
const hourOf = (arrivedAt: number): string =>
  `dt=${dateOf(arrivedAt)}/hour=${new Date(arrivedAt).toISOString().slice(11, 13)}`;

/** The fields of an anonymous viewer. */
export const ANONYMOUS = { viewer_id: undefined, viewer_key_id: undefined } as const;

/** Every event of one playback, from its request to its end, with a heartbeat every ten seconds. */
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
