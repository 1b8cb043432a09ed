import type { KinesisStreamEvent } from 'aws-lambda';
import { FastClock } from '../../support/clock';
import { Gate } from '../../support/gate';
import { until } from '../../support/until';
import { TestStreamReader } from './test-stream-reader';

const DEAD_LETTERS = 'arn:aws:s3:::dead-letters';

let reader: TestStreamReader;

beforeEach(async () => {
  reader = await TestStreamReader.open();
});

afterEach(async () => {
  jest.restoreAllMocks();
  await reader.close();
});

describe('a Kinesis event source whose function fails', () => {
  it('bisects down to the one poison record, sends it to S3 with its payload, and processes all others', async () => {
    const { ref } = await reader.declare(
      {
        BatchSize: 100,
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 2,
        DestinationConfig: { OnFailure: { Destination: DEAD_LETTERS } },
      },
      `if (texts.includes('a:13')) throw new Error('poison');
     appendFileSync(process.env.SEEN, JSON.stringify(texts.map((text) => 'done ' + text)) + '\\n');`,
    );
    const texts = Array.from({ length: 32 }, (_, index) => `a:${index}`);
    reader.put(...texts);
    reader.lambda.start();
    await reader.caughtUp();
    const done = reader
      .seen()
      .flat()
      .filter((text) => text.startsWith('done '));
    expect(done).toEqual(texts.filter((text) => text !== 'a:13').map((text) => `done ${text}`));
    // Bisection tries 32, 16, 8, 4, 2 and 1 records; two retries of the one record follow.
    expect(reader.seen().filter((batch) => batch.includes('a:13'))).toHaveLength(8);
    expect(reader.stores.objects).toHaveLength(1);
    const [object] = reader.stores.objects;
    const key = new RegExp(
      `^aws/lambda/${ref}/shardId-0{12}/\\d{4}/\\d\\d/\\d\\d/\\d{4}-\\d\\d-\\d\\dT\\d\\d\\.\\d\\d\\.\\d\\d-[0-9a-f-]{36}$`,
    );
    expect(object).toMatchObject({ bucket: 'dead-letters', key: expect.stringMatching(key) as string });
    const document = JSON.parse(object?.body ?? '') as Record<string, unknown>;
    expect(document).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 8 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      KinesisBatchInfo: { shardId: 'shardId-000000000000', batchSize: 1, streamArn: reader.streamArn },
    });
    const { Records } = JSON.parse(String(document['payload'])) as KinesisStreamEvent;
    expect(Records.map(({ kinesis: { data } }) => Buffer.from(data, 'base64').toString())).toEqual(['a:13']);
  });

  it('sends only metadata to a queue', async () => {
    const Destination = 'arn:aws:sqs:us-east-1:000000000000:failed';
    await reader.declare(
      { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination } } },
      `throw new Error('no');`,
    );
    reader.put('a:1', 'a:2');
    reader.lambda.start();
    await reader.caughtUp();
    expect(reader.stores.sent.map(({ queueArn }) => queueArn)).toEqual([Destination]);
    const document = JSON.parse(reader.stores.sent[0]?.body ?? '') as Record<string, unknown>;
    expect(document).toHaveProperty('KinesisBatchInfo.batchSize', 2);
    expect(document).not.toHaveProperty('payload');
  });

  it('resumes at the lowest record that a partial batch response names', async () => {
    await reader.declare(
      { FunctionResponseTypes: ['ReportBatchItemFailures'] },
      `if (texts.length === 5) return { batchItemFailures: [{ itemIdentifier: sequenceOf('a:4') }, { itemIdentifier: sequenceOf('a:2') }] };
     return texts.length === 3 ? { batchItemFailures: [{ itemIdentifier: sequenceOf('a:3') }] } : null;`,
    );
    reader.put('a:1', 'a:2', 'a:3', 'a:4', 'a:5');
    reader.lambda.start();
    await reader.caughtUp();
    expect(reader.seen()).toEqual([
      ['a:1', 'a:2', 'a:3', 'a:4', 'a:5'],
      ['a:2', 'a:3', 'a:4', 'a:5'],
    ]);
  });

  it.each([
    ['an empty identifier', `{ batchItemFailures: [{ itemIdentifier: '' }] }`],
    ['another key', `{ batchItemFailures: [{ id: sequenceOf('a:2') }] }`],
    ['an unknown identifier', `{ batchItemFailures: [{ itemIdentifier: '7' }] }`],
  ])('treats a response with %s as a failure of the whole batch', async (_, response) => {
    await reader.declare(
      { FunctionResponseTypes: ['ReportBatchItemFailures'], MaximumRetryAttempts: 1 },
      `return ${response};`,
    );
    reader.put('a:1', 'a:2');
    reader.lambda.start();
    await reader.caughtUp();
    expect(reader.seen()).toEqual([
      ['a:1', 'a:2'],
      ['a:1', 'a:2'],
    ]);
  });

  it('discards a batch after its last retry, and continues with the next one', async () => {
    await reader.declare(
      { BatchSize: 2, MaximumRetryAttempts: 1, DestinationConfig: { OnFailure: { Destination: DEAD_LETTERS } } },
      `if (texts.includes('a:2')) throw new Error('no');`,
    );
    reader.put('a:1', 'a:2', 'a:3', 'a:4');
    reader.lambda.start();
    await reader.caughtUp();
    expect(reader.seen()).toEqual([
      ['a:1', 'a:2'],
      ['a:1', 'a:2'],
      ['a:3', 'a:4'],
    ]);
    expect(JSON.parse(reader.stores.objects[0]?.body ?? '')).toHaveProperty('KinesisBatchInfo.batchSize', 2);
  });

  it('reports the age of the oldest record, and discards records above the maximum age', async () => {
    const clock = new FastClock();
    await reader.declare(
      { MaximumRecordAgeInSeconds: 60, DestinationConfig: { OnFailure: { Destination: DEAD_LETTERS } } },
      `throw new Error('always');`,
    );
    reader.put('a:1');
    reader.lambda.start();
    await until(() => reader.seen().length > 0);
    clock.advance(30_000);
    const progress = await reader.progress();
    expect(progress?.checkpoint).toBeUndefined();
    expect(progress?.iteratorAgeMs).toBeGreaterThanOrEqual(30_000);
    expect(reader.lambda.caughtUp(reader.streamArn)).toBe(false);
    clock.advance(31_000);
    await reader.caughtUp();
    expect(JSON.parse(reader.stores.objects[0]?.body ?? '')).toHaveProperty(
      'requestContext.condition',
      'MaximumRecordAgeExceeded',
    );
    expect((await reader.progress())?.iteratorAgeMs).toBe(0);
  });

  it('resumes from the checkpoint after a restart when the function failed before', async () => {
    const gate = new Gate(reader.endpoint.surroundings.stateDir);
    const body = `if (texts.includes('a:3') && !${gate.isOpen}) throw new Error('not yet');`;
    await reader.declare({ BatchSize: 2 }, body);
    reader.put('a:1', 'a:2', 'a:3', 'a:4');
    reader.lambda.start();
    await until(() => reader.seen().length > 3);
    await reader.restart();
    const before = reader.seen().length;
    gate.open();
    await reader.declare({ BatchSize: 2 }, body);
    reader.put('a:5');
    reader.lambda.start();
    await reader.caughtUp();
    expect(reader.seen().slice(before).flat()).toEqual(['a:3', 'a:4', 'a:5']);
  });
});
