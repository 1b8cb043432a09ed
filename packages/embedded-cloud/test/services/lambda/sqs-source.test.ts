import type { SQSEvent } from 'aws-lambda';
import { join } from 'node:path';
import type { QueueMessage } from '../../../src/core/ports';
import { Kinesis } from '../../../src/services/kinesis/kinesis';
import type { Lambda } from '../../../src/services/lambda/lambda';
import { addFunction, addLambda, FakeStores, jsonLines, logOf } from '../../support/compute';
import { until } from '../../support/until';
import { Endpoint, provision } from '../../../src/testing/endpoint';

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:quality';

let endpoint: Endpoint;
let lambda: Lambda;
let stores: FakeStores;
let seenFile: string;

const message = (body: string): QueueMessage => ({
  messageId: `id-${body}`,
  receiptHandle: `handle-${body}`,
  body,
  md5OfBody: 'md5',
  attributes: {
    ApproximateReceiveCount: '1',
    SentTimestamp: '1',
    SenderId: 'me',
    ApproximateFirstReceiveTimestamp: '2',
  },
  messageAttributes: { kind: { DataType: 'String', StringValue: 'pack' } },
});

const seen = () => jsonLines(seenFile) as SQSEvent[];

const bodies = () => seen().map(({ Records }) => Records.map(({ body }) => body));

const bringUp = async (mapping: Record<string, unknown> = {}, body = '') => {
  const source = `const { appendFileSync } = require('node:fs');
    exports.handler = async (event) => { appendFileSync(process.env.SEEN, JSON.stringify(event) + '\\n'); ${body} };`;
  await addFunction(endpoint, lambda, 'reader', source, { Environment: { Variables: { SEEN: seenFile } } });
  await provision(lambda, 'AWS::Lambda::EventSourceMapping', {
    FunctionName: 'reader',
    EventSourceArn: QUEUE,
    ...mapping,
  });
};

beforeEach(async () => {
  endpoint = await Endpoint.open();
  seenFile = join(endpoint.surroundings.stateDir, 'seen.jsonl');
  stores = new FakeStores();
  lambda = addLambda(endpoint, { streams: new Kinesis(endpoint.surroundings, endpoint.faults), stores });
});

afterEach(() => endpoint.close());

describe('an SQS event source', () => {
  it('passes the event in the format of Lambda, and deletes the messages that succeeded', async () => {
    await bringUp();
    stores.waiting.push(message('a'));
    lambda.start();
    await until(() => stores.removed.length > 0);
    expect(seen()).toEqual([
      {
        Records: [
          {
            messageId: 'id-a',
            receiptHandle: 'handle-a',
            body: 'a',
            attributes: message('a').attributes,
            messageAttributes: {
              kind: { stringValue: 'pack', stringListValues: [], binaryListValues: [], dataType: 'String' },
            },
            md5OfBody: 'md5',
            eventSource: 'aws:sqs',
            eventSourceARN: QUEUE,
            awsRegion: 'us-east-1',
          },
        ],
      },
    ]);
    expect(stores.removed).toEqual(['handle-a']);
  });

  it('gathers more than ten messages within the batching window', async () => {
    await bringUp({ BatchSize: 25, MaximumBatchingWindowInSeconds: 1, ScalingConfig: { MaximumConcurrency: 1 } });
    const texts = Array.from({ length: 30 }, (_, index) => String(index));
    stores.waiting.push(...texts.map(message));
    lambda.start();
    await until(() => stores.removed.length === 30);
    expect(bodies()).toEqual([texts.slice(0, 25), texts.slice(25)]);
  });

  it('leaves the messages that a partial batch response names in the queue', async () => {
    await bringUp(
      { FunctionResponseTypes: ['ReportBatchItemFailures'] },
      `return { batchItemFailures: [{ itemIdentifier: 'id-b' }] };`,
    );
    stores.waiting.push(...['a', 'b', 'c'].map(message));
    lambda.start();
    await until(() => stores.removed.length > 0);
    expect(stores.removed).toEqual(['handle-a', 'handle-c']);
  });

  it.each([
    ['throws', {}, `throw new Error('no');`],
    [
      'returns an invalid partial batch response',
      { FunctionResponseTypes: ['ReportBatchItemFailures'] },
      `return { batchItemFailures: [{ itemIdentifier: 'unknown' }] };`,
    ],
  ])('deletes nothing when the function %s', async (_, mapping, body) => {
    await bringUp({ ...mapping, BatchSize: 2 }, body);
    stores.waiting.push(...['a', 'b'].map(message));
    lambda.start();
    await until(() => seen().length > 0);
    await lambda.stop();
    expect(stores.removed).toEqual([]);
  });

  it('limits the batches in flight to the concurrency of the mapping', async () => {
    await bringUp(
      { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } },
      `await new Promise((resolve) => setTimeout(resolve, 30));
     appendFileSync(process.env.SEEN, JSON.stringify({ Records: [] }) + '\\n');`,
    );
    stores.waiting.push(...['a', 'b', 'c', 'd'].map(message));
    lambda.start();
    await until(() => stores.removed.length === 4);
    let inFlight = 0;
    for (const { Records } of seen()) {
      inFlight += Records.length > 0 ? 1 : -1;
      expect(inFlight).toBeLessThanOrEqual(2);
    }
  });

  it('delivers a batch twice when the deliverTwice fault strikes', async () => {
    await bringUp();
    endpoint.faults.set('lambda', { deliverTwice: 1 });
    stores.waiting.push(message('a'));
    lambda.start();
    await until(() => stores.removed.length > 0);
    expect(bodies()).toEqual([['a'], ['a']]);
  });

  it('receives nothing while a fault makes the queue fail', async () => {
    await bringUp();
    endpoint.faults.set('sqs', { fail: 1 });
    stores.waiting.push(message('a'));
    lambda.start();
    await until(() => logOf(endpoint, 'reader').includes('could not poll'));
    expect(stores.waiting).toHaveLength(1);
    endpoint.faults.clear();
    await until(() => stores.removed.length > 0);
  });
});
