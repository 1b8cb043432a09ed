import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context, KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';
import { packEvents } from '../../../domain/events/pack-events';
import { handler } from '../../../lambdas/count-viewers/handler';
import { aViewingEvent, NOW } from '../../support/events';
import { answering } from '../../support/fake-client';

jest.mock('../../../lambdas/count-viewers/env', () => ({
  readEnv: () => ({
    PRESENCE_TABLE_NAME: 'presence',
    EVENT_BUCKETS: '16',
    PRESENCE_SALTS: '2',
    CLOSE_AFTER_SECONDS: '180',
    LEDGER_TABLE_NAME: 'ledger',
    LEDGER_SALTS: '1',
    LEDGER_PERIOD_SECONDS: '60',
    LEDGER_KEEP_SECONDS: '3600',
    AUDITED_EVENTS: '%',
  }),
}));

jest.mock('../../../lambdas/shared/logger', () => ({ createLogger: () => ({ warn: jest.fn(), error: jest.fn() }) }));

let answer: object;
const { inputs } = answering(DynamoDBClient.prototype, () => answer);
beforeEach(() => {
  answer = {};
  inputs.length = 0;
});

const kinesisRecord = (data: string, sequenceNumber: string): KinesisStreamRecord => ({
  awsRegion: 'eu-central-1',
  eventID: `shardId-000000000001:${sequenceNumber}`,
  eventName: 'aws:kinesis:record',
  eventSource: 'aws:kinesis',
  eventSourceARN: 'arn:aws:kinesis:eu-central-1:1:stream/playhead-dev-viewing-events',
  eventVersion: '1.0',
  invokeIdentityArn: 'arn:aws:iam::1:role/count-viewers',
  kinesis: {
    approximateArrivalTimestamp: (NOW + 6_000) / 1000,
    data: Buffer.from(data).toString('base64'),
    kinesisSchemaVersion: '1.0',
    partitionKey: '5',
    sequenceNumber,
  },
});
const good = packEvents([aViewingEvent({ event_ts: NOW + 5_000 })], 1)[0]?.data ?? '';
const call = (event: KinesisStreamEvent): unknown => handler(event, {} as Context, () => undefined);

/** What each call wrote, by the partitions of its items. */
const written = (): string[] =>
  inputs.flatMap((input) =>
    [...JSON.stringify(input).matchAll(/"partition":\{"S":"([^"]+)"\}/g)].map(([, partition]) => partition ?? ''),
  );

test('writes presence first, progress after it and the ledger last, so that whoever finds one finds what it stands for', async () => {
  expect(await call({ Records: [kinesisRecord(good, '1')] })).toEqual({ batchItemFailures: [] });
  expect(written()).toEqual([`${NOW}#0`, 'progress#0', `${NOW}#counted#0`]);
});

test('names the first record that is no record, and keeps what came before it', async () => {
  const Records = [kinesisRecord(good, '1'), kinesisRecord('poison', '2'), kinesisRecord('poison', '3')];
  expect(await call({ Records })).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
  expect(written()).toEqual([`${NOW}#0`, 'progress#0', `${NOW}#counted#0`]);
});

test('fails as a whole, with no progress, where presence can’t be written', async () => {
  answer = new Error('throttled');
  await expect(call({ Records: [kinesisRecord(good, '1')] })).rejects.toThrow('presence refused 1 items');
  expect(written()).not.toContain('progress#0');
});

test('does nothing with nothing', async () => {
  expect(await call({ Records: [] })).toEqual({ batchItemFailures: [] });
  expect(inputs).toEqual([]);
});
