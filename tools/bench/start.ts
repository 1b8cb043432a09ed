import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { embeddedPlace, placeSettings } from 'aws-clients';
import { FeaturesReader } from '../../lambdas/features';
import { cachedKeyring } from '../../lambdas/ingest';
import { LiveCountsReader } from '../../lambdas/live';
import { FEATURES_METRICS } from '../../domain/features';
import { timeLookups } from '../subsystems/features/lookup-times';
import { defineCommand } from '../command/command';
import { runCommand } from '../command/run-command';
import { printResults } from './print-results';

const PORT = 4598;
const CLIENT = placeSettings(embeddedPlace(`http://127.0.0.1:${PORT}`));
const TIMEOUT_MS = 120_000;
/** The start is over by then, and the workers that only the start needed have ended. */
const IDLE_SECONDS = 120;
/** 400 MB, which is 381 MiB. */
const MAX_IDLE_MB = 400;
/** The functions are warm after the first minute; the delay of features is measured in the second. */
const MEASURED_MINUTES = 2;
const VIEWERS = 300;

const run = (...args: readonly string[]): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', ...args], { stdio: ['ignore', 'ignore', 'inherit'] });

/** Starts `npm start` as a user does, in its own process. */
const startPlayhead = (viewers: number): ChildProcess =>
  run(join(__dirname, '../../bin/start.ts'), '--port', String(PORT), '--viewers', String(viewers));

const stop = async (playhead: ChildProcess): Promise<void> => {
  const exited = once(playhead, 'exit');
  playhead.kill('SIGINT');
  await exited;
};

/** Whether a count of an instant since `since` is published, and whether one is complete. */
const countsSince = async (since: number) => {
  const reader = new LiveCountsReader(new DynamoDBClient(CLIENT), 'playhead-dev-live-counts');
  const counts = await reader.between(since, Number.MAX_SAFE_INTEGER).catch(() => []); // the endpoint may not listen yet
  return { published: counts.length > 0, complete: counts.some(({ complete }) => complete) };
};

/** Seconds until a count is published or complete; infinity after the timeout. */
const secondsUntil = async (kind: 'published' | 'complete', startedAt: number): Promise<number> => {
  while (!(await countsSince(startedAt))[kind]) {
    if (Date.now() > startedAt + TIMEOUT_MS) return Infinity;
    await delay(100);
  }
  return (Date.now() - startedAt) / 1_000;
};

/** The memory of the process without mapped files, MB; on Linux only. */
const memoryMb = ({ pid }: ChildProcess): number => {
  const [, kb] = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round((Number(kb) * 1_024) / 1e6);
};

/** The p99 latency of lookups from another process, such as recommendations use, ms. */
const lookupMsP99 = async (): Promise<number> => {
  const secrets = new SecretsManagerClient(CLIENT);
  const { SecretList = [] } = await secrets.send(new ListSecretsCommand({}));
  const secret = SecretList.find(({ Name }) => Name?.includes('PseudonymKey'));
  const keyring = cachedKeyring(secrets, secret?.ARN);
  const dynamodb = new DynamoDBClient(CLIENT);
  const reader = new FeaturesReader({ dynamodb, tableName: 'playhead-dev-features', keyring });
  const viewerIds = Array.from({ length: VIEWERS }, (_, index) => `viewer-${index}`);
  return (await timeLookups(reader, viewerIds)).lookupMsP99;
};

/** The time from the receipt of an event until it is in the features of its viewer: p99 of the last whole minute, ms. */
const featuresDelayMs = async (): Promise<number> => {
  const minute = Math.floor(Date.now() / 60_000) * 60_000;
  const { Datapoints = [] } = await new CloudWatchClient(CLIENT).send(
    new GetMetricStatisticsCommand({
      ...{
        Namespace: 'Playhead/dev',
        MetricName: FEATURES_METRICS.featuresDelay,
        Period: 60,
        ExtendedStatistics: ['p99'],
      },
      ...{ StartTime: new Date(minute - 60_000), EndTime: new Date(minute) },
    }),
  );
  return Datapoints[0]?.ExtendedStatistics?.['p99'] ?? Infinity;
};

/** Measures a start with viewers. */
const measureBusy = async () => {
  const startedAt = Date.now();
  const playhead = startPlayhead(VIEWERS);
  try {
    const firstCountSeconds = await secondsUntil('published', startedAt);
    const firstCompleteCountSeconds = await secondsUntil('complete', startedAt);
    await delay(MEASURED_MINUTES * 60_000);
    const featuresDelayMsP99 = Math.round(await featuresDelayMs());
    return { firstCountSeconds, firstCompleteCountSeconds, featuresDelayMsP99, busyLookupMsP99: await lookupMsP99() };
  } finally {
    await stop(playhead);
  }
};

/** Measures memory and lookups with the same state and no viewers. */
const measureIdle = async () => {
  const playhead = startPlayhead(0);
  try {
    await delay(IDLE_SECONDS * 1_000);
    return { idleMb: memoryMb(playhead), lookupMsP99: await lookupMsP99() };
  } finally {
    await stop(playhead);
  }
};

/** Measures memory after a start without templates, state and viewers. */
const measureFirstIdle = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-start-'));
  const playhead = run(join(__dirname, 'start-in-folder.ts'), folder, String(PORT));
  try {
    await delay(IDLE_SECONDS * 1_000);
    return { firstIdleMb: memoryMb(playhead) };
  } finally {
    await stop(playhead);
    rmSync(folder, { recursive: true });
  }
};

const bench = async () => {
  const measured = { ...(await measureBusy()), ...(await measureIdle()), ...(await measureFirstIdle()) };
  return {
    ...measured,
    target: `firstCountSeconds <= 20, featuresDelayMsP99 <= 3,000, lookupMsP99 <= 10, idleMb and firstIdleMb <= ${MAX_IDLE_MB}`,
    ok:
      measured.firstCountSeconds <= 20 &&
      measured.featuresDelayMsP99 <= 3_000 &&
      measured.lookupMsP99 <= 10 &&
      Math.max(measured.idleMb, measured.firstIdleMb) <= MAX_IDLE_MB,
  };
};

runCommand(
  defineCommand({
    name: 'npm run bench:start',
    summary: 'Measures "npm start": the first counts, memory and lookups. Fails if one misses its target.',
    options: {},
    example: '> start.json',
    run: async () => printResults({ start: await bench() }),
  }),
);
