import { join } from 'node:path';
import { encodeSessionItem } from '../../lambdas/features/feature-items';
import type { SessionRecord } from '../../domain/features';
import { addDays, DAY_MS, type LakeDate, SESSIONS, startOf } from '../../domain/lake';
import { ResultReader } from '../../lambdas/features/rebuild-features/result-reader';
import { profilesTable } from '../../lambdas/features/rebuild-features/profiles-table';
import { type RebuildServices, runStep } from '../../lambdas/features/rebuild-features/rebuild';
import type { RebuildRun } from '../../lambdas/features/rebuild-features/rebuild-message';
import { readStatement } from '../../lambdas/foundation/athena-statement';
import { batchWrite } from 'aws-clients/dynamodb';
import { driveRun, type RunServices } from '../../lambdas/foundation/drive-run';
import { defineCommand } from '../command/command';
import { runCommand } from '../command/run-command';
import { printResults } from './print-results';
import { DynamoDb } from '../../test/support/dynamo-db';
import { TestLake } from '../../test/support/test-lake';

const TABLE = 'features';
const UNTIL: LakeDate = '2026-11-21';
/** Each viewer has one playback on each of these days; the playback of the last day is still in the features table. */
const DATES = [addDays(UNTIL, -3), addDays(UNTIL, -2), addDays(UNTIL, -1)];
const TITLES = 500;
const PLAYED_MS = 600_000;
const RETENTION_MS = 90 * DAY_MS;

/** A viewer's playback on a day, as update-features stores it; the row in the lake has the same values. */
const playback = (viewer: number, date: LakeDate): SessionRecord => {
  const at = startOf(date) + (viewer % 80_000) * 1_000;
  return {
    ...{ sessionId: `${date}-${viewer}`, contentId: `title-${viewer % TITLES}`, deviceType: 'web', isLive: false },
    ...{ firstSequence: 0, seen: [0, 60], clock: { inferredMs: 0 }, bounds: { requestedAt: at }, facts: {} },
    ...{ beganAt: at, lastAt: at + PLAYED_MS },
    played: { ranges: [at, at + PLAYED_MS], settledMs: 0, settledUntil: 0 },
    position: { at: at + PLAYED_MS, sequence: 60, playheadMs: PLAYED_MS },
  };
};

const pseudonymOf = (viewer: number): string => String(viewer).padStart(43, 'v');

const rowOf = (viewer: number, date: LakeDate): object => {
  const { sessionId, contentId, deviceType, beganAt, lastAt } = playback(viewer, date);
  return {
    ...{ session_id: sessionId, content_id: contentId, viewer_id: pseudonymOf(viewer), device_type: deviceType },
    ...{ stream_type: 'vod', started_at: beganAt, ended_at: lastAt, playing_ms: PLAYED_MS, completed: false },
    ...{ last_playhead_ms: PLAYED_MS, last_played_at: lastAt },
  };
};

/** Writes the playbacks of the given number of viewers to the lake, and the last ones to the features table. */
const fill = async (viewers: number, { lake }: TestLake, { client }: DynamoDb): Promise<void> => {
  const everyone = Array.from({ length: viewers }, (_, viewer) => viewer);
  for (const date of DATES) {
    await lake.writeCurated(
      SESSIONS,
      date,
      everyone.map((viewer) => rowOf(viewer, date)),
    );
  }
  const last = everyone.map((viewer) =>
    encodeSessionItem(pseudonymOf(viewer), playback(viewer, DATES.at(-1) ?? UNTIL)),
  );
  await batchWrite(client, TABLE, last);
};

/** Runs a rebuild message by message, one after the other: first the query, then every viewer in its result. */
const rebuild = async (lake: TestLake, dynamodb: DynamoDb) => {
  const queue: RebuildRun[] = [{ runId: '20261122T044500Z-000001', until: UNTIL, attempt: 1, failures: 0 }];
  const done = { rebuilt: 0, drifted: 0 };
  const nothing = (): Promise<void> => Promise.resolve();
  const enqueue = (next: RebuildRun): Promise<void> => Promise.resolve(void queue.push(next));
  const steps: RebuildServices = {
    ...profilesTable(dynamodb.client, TABLE, RETENTION_MS),
    ...{ queries: lake.queries, objects: lake.objects, results: new ResultReader(lake.objects), enqueue },
    statement: readStatement(join(__dirname, '../../sql/features'), 'viewer-sessions'),
    factsOf: () => Promise.resolve(new Map()),
    now: () => startOf(UNTIL) + DAY_MS,
    reportPart: (_, { viewers, drifted }) => {
      done.rebuilt += viewers;
      done.drifted += drifted;
      return nothing();
    },
    reportFinished: nothing,
  };
  const services: RunServices<RebuildRun> = {
    ...{
      runStep: (next) => runStep(next, steps),
      enqueue,
      saveProgress: nothing,
      finish: nothing,
      deadLetter: nothing,
    },
    ...{ reportFailure: (_, reason) => console.error(reason), now: Date.now, budgetMs: 30_000, pollMs: 100 },
  };
  for (let next = queue.shift(); next; next = queue.shift()) await driveRun(next, services);
  return done;
};

/** Measures a nightly rebuild of the profiles of the given number of viewers. */
const bench = async (viewers: number) => {
  const [lake, dynamodb] = [await TestLake.open(), await DynamoDb.open()];
  try {
    await dynamodb.createTable(
      TABLE,
      { AttributeName: 'viewer_id', AttributeType: 'S' },
      { AttributeName: 'part', AttributeType: 'S' },
    );
    await fill(viewers, lake, dynamodb);
    const startedAt = performance.now();
    const done = await rebuild(lake, dynamodb);
    const seconds = (performance.now() - startedAt) / 1_000;
    return {
      ...{ viewers, seconds, viewersPerSecond: Math.round(viewers / seconds), ...done },
      target: 'seconds <= 60 for 100,000 viewers, every one rebuilt, none drifted',
      ok: seconds <= (60 * viewers) / 100_000 && done.rebuilt === viewers && done.drifted === 0,
    };
  } finally {
    await Promise.all([lake.close(), dynamodb.close()]);
  }
};

runCommand(
  defineCommand({
    name: 'npm run bench:rebuild',
    summary: 'Measures a rebuild of all profiles from the lake, and fails if it misses its target.',
    options: { viewers: { type: 'number', default: 100_000, description: 'how many profiles are rebuilt' } },
    example: '--viewers 10000',
    run: async ({ viewers }) => printResults({ rebuild: await bench(viewers) }),
  }),
);
