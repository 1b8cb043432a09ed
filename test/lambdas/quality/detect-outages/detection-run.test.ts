import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { noSums } from '../../../../domain/quality/outages/cohort-sums';
import { type OutageChange, OutageDetector, outageMessage, type PeriodSums } from '../../../../domain/quality';
import { type DetectionServices, runDetection } from '../../../../lambdas/quality/detect-outages/detection-run';
import { DetectorStore } from '../../../../lambdas/quality/detect-outages/detector-store';
import { SumsReader } from '../../../../lambdas/quality/detect-outages/sums-reader';
import { timeKey } from '../../../../lambdas/foundation/time-key';
import { encodeSumsItem } from '../../../../lambdas/quality/sums-items';
import { OutagesReader } from '../../../../lambdas/quality';
import { SumsWriter } from '../../../../lambdas/quality/watch-quality/sums-writer';
import { DynamoDb } from '../../../support/dynamo-db';
import { NOW } from '../../../support/events';

const TABLE = 'quality-sums';
const SALTS = 2;
const LIMITS = { startFailureRatio: 0.05, playbackFailureRatio: 0.05, rebufferingRatio: 0.03, slowStartRatio: 0.05 };
const PLAYER = { deviceType: 'web', cdn: 'cdn-a' };

/** Attempts of web players of one period, of which some fail. */
const attempts = (periodStart: number, count: number, failures: number, firstViewer = 0): PeriodSums => ({
  periodStart,
  cohorts: [{}, { deviceType: 'web' }].map((cohort) => ({
    cohort,
    sums: { ...noSums(), attempts: count, startFailures: failures },
  })),
  samples: Array.from({ length: failures }, (_, viewer) => ({
    ...{ problem: 'start-failures' as const, player: PLAYER, viewer: firstViewer + viewer, weight: 1 },
  })),
});

let dynamoDb: DynamoDb;
let now: number;
beforeEach(async () => {
  dynamoDb = await DynamoDb.open();
  await dynamoDb.createTable(
    TABLE,
    { AttributeName: 'partition', AttributeType: 'S' },
    { AttributeName: 'batch', AttributeType: 'S' },
  );
  now = NOW;
});
afterEach(() => dynamoDb.close());

const write = (...periods: readonly PeriodSums[]): Promise<void> =>
  new SumsWriter(dynamoDb.client, TABLE, SALTS, () => now).write(periods);

/** A run of an environment of its own, which ends after some rounds. */
const run = async (startedAt: number, rounds: number, services: Partial<DetectionServices> = {}) => {
  const sent: OutageChange[] = [];
  const published: number[] = [];
  const errors: unknown[] = [];
  const store = new DetectorStore(dynamoDb.client, TABLE);
  const reader = new SumsReader(dynamoDb.client, TABLE, SALTS, (_, error) => errors.push(error));
  let left = rounds;
  await runDetection(startedAt, {
    detector: new OutageDetector(LIMITS),
    read: (at) => reader.read(at),
    takeOver: (at) => store.takeOver(at),
    save: async (at, detection) => left-- > 0 && (await store.save(at, detection)),
    send: (one) => {
      sent.push(one);
      return Promise.resolve();
    },
    publish: (open) => {
      published.push(open);
      return Promise.resolve();
    },
    now: () => now,
    wait: (ms) => {
      now += ms;
      return Promise.resolve();
    },
    onError: (error) => errors.push(error),
    ...services,
  });
  return { sent, published, errors };
};

it('a run finds an outage in the sums of several batches, tells people once, and publishes how many there are', async () => {
  await write(attempts(NOW, 10, 4));
  await write(attempts(NOW, 10, 5, 100));
  const { sent, published, errors } = await run(NOW, 3);
  expect(sent.map(({ kind, outage }) => [kind, outage.cohort])).toEqual([['found', {}]]);
  expect(published).toEqual([1, 1]); // the third store was for the sent message
  expect(errors).toEqual([]);
});

it('a batch is read once, although reads overlap', async () => {
  await write(attempts(NOW, 100, 4));
  const { published } = await run(NOW, 20);
  expect(published.every((open) => open === 0)).toBe(true);
});

it('the next run goes on where the last one stopped: the outage keeps its name and sends no second message', async () => {
  await write(attempts(NOW, 10, 9));
  const first = await run(NOW, 2); // the second store notes that the message was sent
  const second = await run(NOW + 60_000, 1);
  expect(first.sent).toHaveLength(1);
  expect(second.sent).toEqual([]);
  expect(second.published).toEqual([1]);
  const [open] = await new OutagesReader(dynamoDb.client, TABLE).open();
  expect(open?.id).toBe(first.sent[0]?.outage.id);
});

it('the next run sends a message that the last one could not send', async () => {
  await write(attempts(NOW, 10, 9));
  const first = await run(NOW, 1, { send: () => Promise.reject(new Error('SNS is down')) });
  const second = await run(NOW + 60_000, 1);
  expect(first.errors).toHaveLength(1);
  expect(second.sent.map(({ kind }) => kind)).toEqual(['found']);
});

it('a run ends without a message when a later run has taken over', async () => {
  await write(attempts(NOW, 10, 9));
  await new DetectorStore(dynamoDb.client, TABLE).takeOver(NOW + 60_000);
  const { sent, published } = await run(NOW, 5);
  expect(sent).toEqual([]);
  expect(published).toEqual([]);
});

it('a round that fails is reported, and the next one reads what it left', async () => {
  await write(attempts(NOW, 10, 9));
  const reader = new SumsReader(dynamoDb.client, TABLE, SALTS, jest.fn());
  let calls = 0;
  const read = (at: number) => (calls++ === 0 ? Promise.reject(new Error('throttled')) : reader.read(at));
  const { sent, errors } = await run(NOW, 2, { read });
  expect(errors).toHaveLength(1);
  expect(sent).toHaveLength(1);
});

it('a run whose table does not answer at first goes on as soon as it does', async () => {
  await write(attempts(NOW, 10, 9));
  const store = new DetectorStore(dynamoDb.client, TABLE);
  let calls = 0;
  const takeOver = (at: number) => (calls++ === 0 ? Promise.reject(new Error('throttled')) : store.takeOver(at));
  const { sent, errors } = await run(NOW, 1, { takeOver });
  expect(errors).toHaveLength(1);
  expect(sent).toHaveLength(1);
});

it('a batch that cannot be read is reported, and holds up no other', async () => {
  const unreadable: string[] = [];
  const reader = new SumsReader(dynamoDb.client, TABLE, SALTS, (batch) => unreadable.push(batch));
  await dynamoDb.client.send(
    new PutItemCommand({
      TableName: TABLE,
      Item: encodeSumsItem({ batch: `${timeKey(NOW)}#strange`, payload: Buffer.of(9, 9) }, NOW, 0),
    }),
  );
  await write(attempts(NOW, 10, 9));
  const { sent, errors } = await run(NOW, 3, { read: (at) => reader.read(at) });
  expect(sent).toHaveLength(1);
  expect(errors).toEqual([]);
  expect(unreadable).toEqual([`${timeKey(NOW)}#strange`]);
});

it('a message tells who is hurt, how badly, since when, and where to read what to do', async () => {
  await write(attempts(NOW, 10, 9));
  const { sent } = await run(NOW, 1);
  const { Subject, Message } = outageMessage(sent[0] as OutageChange, {
    stage: 'prod',
    docsUrl: 'https://code.example.com/docs',
  });
  expect(Subject).toBe('[prod] Outage: starts fail, all players');
  expect(Message).toContain('90 % of the attempts failed before the first frame (limit 5.0 %).');
  expect(Message).toContain('Hurt: about 9 viewers');
  expect(Message).toContain('https://code.example.com/docs/runbook.md#starts-fail');
  expect(Message).toMatch(/Since: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/);
});
