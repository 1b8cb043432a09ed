import { randomUUID } from 'node:crypto';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { KinesisClient, ListStreamsCommand } from '@aws-sdk/client-kinesis';
import { DescribeSecretCommand, RotateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ListQueuesCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { loadTitles } from '../../../tools/catalog/load-catalog';
import { auditStream } from '../../../tools/subsystems/ingest/stream-audit';
import { countQuarantined, quarantineLines } from '../../../tools/subsystems/ingest/quarantine-audit';
import { catalogPlacesOf } from '../../../tools/local/catalog-places';
import { keyringSecretOf } from '../../../tools/local/keyring';
import { Lake } from '../../../tools/local/lake';
import { Catalog } from '../../../tools/simulator/catalog';
import { contentsOf } from '../../../tools/simulator/contents';
import { smokeTest } from '../../../tools/smoke/smoke-test';
import { findTarget } from '../../../tools/smoke/target';
import { badInput } from '../../support/bad-input';
import { Pipeline } from '../../support/pipeline';
import { until } from '../../support/until';

const INSTANT_MS = 10_000;

/** A heartbeat whose interval covers the instant and little else. */
const heartbeatOver = (instant: number, session: string) => ({
  event_id: randomUUID(),
  event: 'heartbeat',
  event_ts: instant + 500,
  sequence: 3,
  session_id: session,
  content_id: 'title-1',
  viewer_id: 'viewer@example.com',
  interval_ms: 1_000,
  state: 'playing',
  device_type: 'smart_tv',
  stream_type: 'vod',
});

const UUID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g;
const SOME_TEXT = expect.stringMatching(/\w/) as unknown;

/** The problem of the whole request, or of its only event. */
const refusalIn = (answer: unknown): unknown => {
  const { refused, ...whole } = answer as { refused?: { field: string; reason: string }[] };
  if (refused === undefined) return whole;
  return refused.length === 1 ? { field: refused[0]?.field, reason: refused[0]?.reason } : refused;
};

const sessions = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

/** The newest instant whose heartbeat the collector accepts now: its event, 0.5 s later, may be 10 s ahead of the clock. */
const nextInstant = (): number => Math.ceil((Date.now() - 600) / INSTANT_MS) * INSTANT_MS;

describe('the pipeline on one machine', () => {
  let pipeline: Pipeline;

  beforeAll(async () => {
    pipeline = await Pipeline.start();
    // A message whose drain failed, and whose postponement was throttled too, would otherwise wait for minutes.
    const QueueUrl = pipeline.cloud.nameOf('AWS::SQS::Queue', 'overflow');
    const Attributes = { VisibilityTimeout: '5' };
    await new SQSClient(pipeline.settings).send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  });

  afterAll(() => pipeline.stop());

  it('loads titles into the lake’s table too, and a second load changes no title', async () => {
    const contents = contentsOf(new Catalog(50).titles);
    const places = catalogPlacesOf(pipeline.cloud);
    await loadTitles(contents, places);
    expect(await loadTitles(contents, places)).toEqual({ read: 48, changed: 0, all: 48 });
    const { rows } = await new Lake(pipeline.cloud).query('SELECT count(*), count(DISTINCT content_id) FROM content');
    expect(rows).toEqual([['48', '48']]);
  });

  const invocationsOf = (step: string): number =>
    pipeline.cloud.services.lambda.metrics().get(pipeline.cloud.nameOf('AWS::Lambda::Function', step))?.invocations ??
    0;

  it('lists the stream, the tables and the queues that the templates declare', async () => {
    const streams = await new KinesisClient(pipeline.settings).send(new ListStreamsCommand({}));
    const tables = await new DynamoDBClient(pipeline.settings).send(new ListTablesCommand({}));
    const queues = await new SQSClient(pipeline.settings).send(new ListQueuesCommand({}));
    expect(streams.StreamNames).toEqual(['playhead-dev-viewing-events']);
    expect(tables.TableNames?.toSorted()).toEqual([
      'playhead-dev-catalog',
      'playhead-dev-error-codes',
      'playhead-dev-features',
      'playhead-dev-ledger',
      'playhead-dev-live-counts',
      'playhead-dev-presence',
      'playhead-dev-quality-sums',
      'playhead-dev-suppressed-viewers',
    ]);
    expect(queues.QueueUrls?.map((url) => url.split('/').at(-1)).toSorted()).toEqual([
      'playhead-dev-curation',
      'playhead-dev-curation-dead-letters',
      'playhead-dev-erasure',
      'playhead-dev-erasure-dead-letters',
      'playhead-dev-overflow',
      'playhead-dev-overflow-dead-letters',
      'playhead-dev-playback-quality',
      'playhead-dev-playback-quality-dead-letters',
      'playhead-dev-rebuild',
      'playhead-dev-rebuild-dead-letters',
    ]);
  });

  it('names the declared resources that do not run here', () => {
    expect([...pipeline.cloud.deployment.ignored.keys()]).toEqual([]);
    expect([...pipeline.cloud.deployment.notRun.keys()].toSorted()).toEqual([
      'AWS::Budgets::Budget',
      'AWS::EC2::FlowLog',
      'AWS::EC2::RouteTable',
      'AWS::EC2::SecurityGroup',
      'AWS::EC2::Subnet',
      'AWS::EC2::SubnetRouteTableAssociation',
      'AWS::EC2::VPC',
      'AWS::EC2::VPCEndpoint',
      'AWS::Logs::LogStream',
      'Custom::RedshiftServerlessUsageLimit',
    ]);
  });

  it('counts distinct sessions exactly although events are sent twice, out of order and delivered twice', async () => {
    const instant = nextInstant();
    const events = sessions('twice', 40).map((session) => heartbeatOver(instant, session));
    pipeline.cloud.faults.set('lambda', { deliverTwice: 0.5 });
    await pipeline.send(events.toReversed());
    await pipeline.send(events);
    pipeline.cloud.faults.clear();
    const count = await pipeline.countAt(instant, ({ complete }) => complete);
    expect(count).toMatchObject({ streams: 40, rebuffering: 0 });
    expect(count.byDevice.get('smart_tv')).toBe(40);
  });

  it('loses no event while Kinesis refuses every call: the overflow queue keeps it', async () => {
    const instant = nextInstant();
    pipeline.cloud.faults.set('kinesis', { throttle: 1 });
    const drains = invocationsOf('drain-overflow');
    const answer = await pipeline.send(sessions('overflow', 25).map((session) => heartbeatOver(instant, session)));
    expect(answer).toMatchObject({ status: 202, body: { accepted: 25, refused: [] } });
    await until(() => invocationsOf('drain-overflow') > drains); // fails to write
    pipeline.cloud.faults.clear();
    const count = await pipeline.countAt(instant, ({ complete }) => complete);
    expect(count.streams).toBe(25);
  });

  it('answers 503 with Retry-After while the stream and the overflow queue refuse every call', async () => {
    pipeline.cloud.faults.set('kinesis', { throttle: 1 });
    pipeline.cloud.faults.set('sqs', { fail: 1 });
    const answer = await pipeline.sendOnce([heartbeatOver(nextInstant(), 'refused')]);
    pipeline.cloud.faults.clear();
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('counts exactly while every service throttles a part of all calls', async () => {
    const instant = nextInstant();
    const batches = invocationsOf('count-viewers');
    pipeline.cloud.faults.set('kinesis', { partial: 0.5, throttle: 0.2 });
    pipeline.cloud.faults.set('dynamodb', { partial: 0.3, throttle: 0.2 });
    pipeline.cloud.faults.set('sqs', { throttle: 0.2 });
    await Promise.all(sessions('stormy', 30).map((session) => pipeline.send([heartbeatOver(instant, session)])));
    await until(() => invocationsOf('count-viewers') > batches);
    pipeline.cloud.faults.clear();
    expect((await pipeline.countAt(instant, ({ complete }) => complete)).streams).toBe(30);
  });

  it('keeps a refused event in the quarantine, and out of the stream', async () => {
    const before = await countQuarantined(pipeline.cloud);
    const bad = { ...heartbeatOver(nextInstant(), 'bad'), viewer_id: 'secret-viewer', interval_ms: 200_000 };
    const answer = await pipeline.send([bad]);
    expect(answer.body).toMatchObject({
      accepted: 0,
      refused: [{ index: 0, event_id: bad.event_id, field: 'interval_ms' }],
    });
    expect(await countQuarantined(pipeline.cloud)).toBe(before + 1);
    expect((await auditStream(pipeline.cloud)).eventIds.has(bad.event_id)).toBe(false);
  });

  it('passes the smoke test, which names each reader that lacks the events', async () => {
    const target = await findTarget('dev', pipeline.cloud.surroundings.endpoint);
    const tooEarly = await smokeTest(target, () => undefined, 0);
    expect(tooEarly.find(({ name }) => name === 'quarantine')).toMatchObject({
      ok: false,
      nextStep: expect.stringContaining('/playhead/dev/quarantine') as unknown,
    });
    const flushing = setInterval(() => void pipeline.cloud.services.firehose.flush(), 1_000); // Firehose delivers once a minute
    const outcomes = await smokeTest(target, () => undefined);
    clearInterval(flushing);
    expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
    expect(outcomes.map(({ name }) => name)).toEqual([
      ...['collector', 'quarantine', 'live counts', 'features', 'quality', 'lake, raw', 'lake, curated'],
      ...['warehouse', 'ledger'],
    ]);
  });

  it('refuses invalid input of every kind with field and reason, and keeps it in the quarantine', async () => {
    const before = new Set((await quarantineLines(pipeline.cloud)).map(({ request_id: id }) => id));
    const inputs = Object.entries(badInput());
    const answers: unknown[] = [];
    for (const [name, { body, headers }] of inputs) {
      const answer = await pipeline.post(body, headers);
      answers.push([name, answer.status, refusalIn(answer.body)]);
    }
    const expected = inputs.map(([name, { status, field }]) => [name, status, { field, reason: SOME_TEXT }]);
    expect(answers).toEqual(expected);
    const kept = (await quarantineLines(pipeline.cloud)).filter(({ request_id: id }) => !before.has(id));
    const fieldByRequest = new Map(kept.map(({ request_id: id, field }) => [id, field]));
    expect([...fieldByRequest.values()].toSorted()).toEqual(inputs.map(([, { field }]) => field).toSorted());
    const next = heartbeatOver(nextInstant(), 'after-bad-input');
    expect((await pipeline.send([next])).body).toMatchObject({ accepted: 1, refused: [] });
    const { eventIds } = await auditStream(pipeline.cloud);
    const ids = inputs.flatMap(([, { body }]) => (typeof body === 'string' ? (body.match(UUID) ?? []) : []));
    expect(ids.filter((id) => eventIds.has(id))).toEqual([]);
  });

  it('rotates the pseudonym key on request, and keeps its state over a restart', async () => {
    const secrets = new SecretsManagerClient(pipeline.settings);
    const SecretId = keyringSecretOf(pipeline.cloud);
    await secrets.send(new RotateSecretCommand({ SecretId, RotateImmediately: false })); // tests the function only
    const { VersionIdsToStages = {} } = await secrets.send(new DescribeSecretCommand({ SecretId }));
    expect(Object.values(VersionIdsToStages)).toEqual([['AWSCURRENT']]);
    await secrets.send(new RotateSecretCommand({ SecretId }));
    const { eventIds } = await auditStream(pipeline.cloud);
    expect(eventIds.size).toBeGreaterThan(0);
    await pipeline.restart();
    const instant = nextInstant();
    const event = { ...heartbeatOver(instant, 'after-restart'), device_type: 'set_top_box' }; // other tests' sessions may still be counted
    expect((await pipeline.send([event])).status).toBe(202);
    await pipeline.countAt(instant, ({ byDevice }) => byDevice.get('set_top_box') === 1);
    const audit = await auditStream(pipeline.cloud);
    expect(audit.eventIds.has(event.event_id)).toBe(true);
    for (const id of eventIds) expect(audit.eventIds.has(id)).toBe(true);
    expect(audit.keyIds).toEqual(new Set(['k1', 'k2']));
  });
});
