import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { FeaturesReader } from '../../lambdas/features/features-reader';
import { cachedKeyring } from '../../lambdas/ingest/read-keyring';
import { FEATURES_METRICS } from '../../domain/features';
import { timeLookups } from '../demo/lookup-times';
import { quietSdk } from '../../packages/embedded-cloud/src/core/env';

const PORT = 4598;
const CLIENT = {
  endpoint: `http://127.0.0.1:${PORT}`,
  region: 'us-east-1',
  credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
};
const GIVE_UP_MS = 120_000;
const IDLE_SECONDS = 30;
/** The functions are warm after the first of them, and what the rest says is of the second. */
const WATCHED_MINUTES = 2;
const VIEWERS = 300;

/** `npm start`, as a newcomer runs it, in a process of its own. */
const startPlayhead = (viewers: number): ChildProcess =>
  spawn(
    process.execPath,
    ['--import', 'tsx', join(__dirname, '../../bin/start.ts'), '--port', String(PORT), '--viewers', String(viewers)],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );

const stop = async (playhead: ChildProcess): Promise<void> => {
  const exited = once(playhead, 'exit');
  playhead.kill('SIGINT');
  await exited;
};

/** Whether a count of an instant since then can be read, and whether one is complete. */
const countsSince = async (since: number) => {
  const query = new QueryCommand({
    TableName: 'playhead-dev-live-counts',
    KeyConditionExpression: '#scope = :all AND instant_ms >= :since',
    ExpressionAttributeNames: { '#scope': 'scope' },
    ExpressionAttributeValues: { ':all': { S: 'all' }, ':since': { N: String(since) } },
  });
  // It may not listen yet.
  const { Items = [] } = await new DynamoDBClient(CLIENT).send(query).catch(() => ({ Items: [] }));
  return { published: Items.length > 0, complete: Items.some(({ complete }) => complete?.BOOL === true) };
};

/** Seconds until there is such a count. */
const secondsUntil = async (kind: 'published' | 'complete', startedAt: number): Promise<number> => {
  while (!(await countsSince(startedAt))[kind]) {
    if (Date.now() > startedAt + GIVE_UP_MS) return Infinity;
    await delay(100);
  }
  return (Date.now() - startedAt) / 1_000;
};

/** What the process holds without the pages of files, MB; on Linux only. */
const memoryMb = ({ pid }: ChildProcess): number => {
  const [, kb] = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round((Number(kb) * 1_024) / 1e6);
};

/** What lookups take by a process of its own, as recommendations are. */
const lookupMsP99 = async (): Promise<number> => {
  const secrets = new SecretsManagerClient(CLIENT);
  const { SecretList: [secret] = [] } = await secrets.send(new ListSecretsCommand({}));
  const keyring = cachedKeyring(secrets, secret?.ARN);
  const dynamodb = new DynamoDBClient(CLIENT);
  const reader = new FeaturesReader({ dynamodb, tableName: 'playhead-dev-features', keyring });
  const viewerIds = Array.from({ length: VIEWERS }, (_, index) => `viewer-${index}`);
  return (await timeLookups(reader, viewerIds)).lookupMsP99;
};

/** From the receipt of an event until it was in its viewer's features, at p99 of the last whole minute. */
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

const watched = async () => {
  const startedAt = Date.now();
  const playhead = startPlayhead(VIEWERS);
  try {
    const firstCountSeconds = await secondsUntil('published', startedAt);
    const firstCompleteCountSeconds = await secondsUntil('complete', startedAt);
    await delay(WATCHED_MINUTES * 60_000);
    const featuresDelayMsP99 = Math.round(await featuresDelayMs());
    return { firstCountSeconds, firstCompleteCountSeconds, featuresDelayMsP99, busyLookupMsP99: await lookupMsP99() };
  } finally {
    await stop(playhead);
  }
};

/** The same folder, with nobody watching: memory, and lookups of what the viewers watched before. */
const idle = async () => {
  const playhead = startPlayhead(0);
  try {
    await delay(IDLE_SECONDS * 1_000);
    return { idleMb: memoryMb(playhead), lookupMsP99: await lookupMsP99() };
  } finally {
    await stop(playhead);
  }
};

const bench = async (): Promise<void> => {
  const found = { ...(await watched()), ...(await idle()) };
  const ok =
    found.firstCountSeconds <= 20 &&
    found.featuresDelayMsP99 <= 3_000 &&
    found.lookupMsP99 <= 10 &&
    found.idleMb <= 700;
  const target = 'firstCountSeconds <= 20, featuresDelayMsP99 <= 3,000, lookupMsP99 <= 10, idleMb <= 700';
  console.log(JSON.stringify({ node: process.version, start: { ...found, target, ok } }, null, 2));
  if (!ok) process.exitCode = 1;
};

quietSdk();
bench().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
