import { VIEWING } from '../../../../domain/families/viewing';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import type { Context, KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';
import { packEvents } from '../../../../domain/ingest';
import { handler } from '../../../../lambdas/live/count-viewers/handler';
import { aViewingEvent, NOW } from '../../../support/events';
import { answering } from '../../../../packages/aws-clients/test/support/fake-client';

jest.mock('../../../../lambdas/live/count-viewers/env', () => ({
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
    UNREADABLE_BUCKET_NAME: 'failed',
    UNREADABLE_PREFIX: 'unreadable/',
    METRICS_NAMESPACE: 'Playhead/dev',
  }),
}));

jest.mock('../../../../lambdas/foundation/logger', () => ({
  ...jest.requireActual<object>('../../../../lambdas/foundation/logger'),
  createLogger: () => ({ warn: jest.fn(), error: jest.fn() }),
}));

let answer: object;
const { inputs } = answering(DynamoDBClient.prototype, () => answer);
let storing: object;
const { inputs: stored } = answering(S3Client.prototype, () => storing);
const { inputs: measured } = answering(CloudWatchClient.prototype, () => ({}));
beforeEach(() => {
  answer = {};
  storing = {};
  for (const list of [inputs, stored, measured]) list.length = 0;
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
const good = packEvents(VIEWING, [aViewingEvent({ event_ts: NOW + 5_000 })], 1)[0]?.data ?? '';
const call = (event: KinesisStreamEvent): unknown => handler(event, {} as Context, () => undefined);

/** The partitions of all written items, in order. */
const written = (): string[] =>
  inputs.flatMap((input) =>
    [...JSON.stringify(input).matchAll(/"partition":\{"S":"([^"]+)"\}/g)].map(([, partition]) => partition ?? ''),
  );

describe('handler', () => {
  it('writes presence before progress, and progress before the notes for the ledger', async () => {
    expect(await call({ Records: [kinesisRecord(good, '1')] })).toEqual({ batchItemFailures: [] });
    expect(written()).toEqual([`${NOW}#0`, 'progress#0', `${NOW}#counted#0`]);
  });

  it('sets an unreadable record aside and counts the records behind it', async () => {
    const Records = [kinesisRecord('unreadable', '1'), kinesisRecord(good, '2')];
    expect(await call({ Records })).toEqual({ batchItemFailures: [] });
    expect(written()).toEqual([`${NOW}#0`, 'progress#0', `${NOW}#counted#0`]);
    expect(stored).toEqual([
      { Bucket: 'failed', Key: 'unreadable/shardId-000000000001/1.json', Body: expect.any(String) as string },
    ]);
    expect(JSON.parse(String((stored[0] as { readonly Body: unknown }).Body))).toMatchObject({
      reason: 'The record is not NDJSON.',
      data: Buffer.from('unreadable').toString('base64'),
    });
    expect(measured).toMatchObject([{ MetricData: [{ MetricName: 'UnreadableRecords', Value: 1 }] }]);
  });

  it('names the records that it could not set aside as failed', async () => {
    storing = new Error('slow down');
    const Records = [kinesisRecord(good, '1'), kinesisRecord('unreadable', '2'), kinesisRecord('unreadable', '3')];
    expect(await call({ Records })).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }, { itemIdentifier: '3' }] });
    expect(written()).toEqual([`${NOW}#0`, 'progress#0', `${NOW}#counted#0`]);
  });

  it('rejects, and writes no progress, if presence cannot be written', async () => {
    answer = new Error('throttled');
    await expect(call({ Records: [kinesisRecord(good, '1')] })).rejects.toThrow('Table presence refused 1 items');
    expect(written()).not.toContain('progress#0');
  });

  it('writes nothing for an empty batch', async () => {
    expect(await call({ Records: [] })).toEqual({ batchItemFailures: [] });
    expect(inputs).toEqual([]);
  });
});
