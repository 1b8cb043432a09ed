import { KinesisClient } from '@aws-sdk/client-kinesis';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context, SQSRecord } from 'aws-lambda';
import { handler } from '../../../../lambdas/ingest/drain-overflow/handler';
import { encodeOverflow } from '../../../../lambdas/ingest/overflow-message';
import { answering } from '../../../../packages/aws-clients/test/support/fake-client';

jest.mock('../../../../lambdas/ingest/drain-overflow/env', () => ({
  readEnv: () => ({
    EVENT_STREAM_NAME: 'viewing-events',
    EVENT_BUCKETS: '16',
    QUARANTINE_STREAM_NAME: 'quarantine',
    OVERFLOW_QUEUE_URL: 'https://sqs.example/overflow',
  }),
}));

jest.mock('../../../../lambdas/foundation/logger', () => ({
  ...jest.requireActual<object>('../../../../lambdas/foundation/logger'),
  createLogger: () => ({ warn: jest.fn(), error: jest.fn() }),
}));

const message = (messageId: string, body: string): SQSRecord => ({
  messageId,
  receiptHandle: `receipt of ${messageId}`,
  body,
  attributes: {
    ApproximateReceiveCount: '1',
    SentTimestamp: '1',
    SenderId: 'collect',
    ApproximateFirstReceiveTimestamp: '1',
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:eu-central-1:1:overflow',
  awsRegion: 'eu-central-1',
});
const events = (data: string): string => encodeOverflow({ target: 'events', records: [{ bucket: 0, data }] });

it('the handler keeps only the messages that it could not drain in the queue', async () => {
  const kinesis = answering(KinesisClient.prototype, (input) => {
    const refused = JSON.stringify(input).includes(Buffer.from('refused').toJSON().data.join());
    return { Records: [refused ? { ErrorCode: 'ProvisionedThroughputExceededException' } : {}] };
  });
  const sqs = answering(SQSClient.prototype, () => ({}));
  const Records = [message('1', events('accepted')), message('2', events('refused')), message('3', 'no message')];

  expect(await handler({ Records }, {} as Context, () => undefined)).toEqual({
    batchItemFailures: [{ itemIdentifier: '2' }, { itemIdentifier: '3' }],
  });
  expect(kinesis.inputs).toHaveLength(4);
  expect(sqs.inputs).toMatchObject([{ ReceiptHandle: 'receipt of 2' }]);
});
