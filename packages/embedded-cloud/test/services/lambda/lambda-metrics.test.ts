import { InvokeCommand, type InvokeCommandInput, LambdaClient } from '@aws-sdk/client-lambda';
import { Kinesis } from '../../../src/services/kinesis/kinesis';
import type { Lambda } from '../../../src/services/lambda/lambda';
import { FastClock } from '../../support/clock';
import { addFunction, addLambda } from '../../support/compute';
import { Gate } from '../../support/gate';
import { until } from '../../support/until';
import { Endpoint, provision } from '../../../src/testing/endpoint';
import { publishedBy } from '../../support/published';

let endpoint: Endpoint;
let kinesis: Kinesis;
let lambda: Lambda;
let client: LambdaClient;

const invoke = (event: unknown, more: Partial<InvokeCommandInput> = {}) =>
  client.send(new InvokeCommand({ FunctionName: 'step', Payload: JSON.stringify(event), ...more }));

const step = (body: string, properties = {}) =>
  addFunction(endpoint, lambda, 'step', `exports.handler = async (event) => { ${body} };`, properties);

const named = (name: string, unit = 'Count') => `AWS/Lambda ${name}{FunctionName=step} ${unit}`;
const AGE = named('IteratorAge', 'Milliseconds');

beforeEach(async () => {
  endpoint = await Endpoint.open();
  kinesis = endpoint.add(new Kinesis(endpoint.surroundings, endpoint.faults));
  lambda = addLambda(endpoint, { streams: kinesis });
  client = new LambdaClient(endpoint.clientConfig());
});

afterEach(async () => {
  jest.restoreAllMocks();
  client.destroy();
  await endpoint.close();
});

describe('the metrics of Lambda', () => {
  it('are 0 for a function without invocations', async () => {
    await step('');
    expect(await publishedBy(lambda)).toEqual({
      [named('Invocations')]: [0],
      [named('Errors')]: [0],
      [named('Throttles')]: [0],
      [named('AsyncEventsDropped')]: [0],
      [named('ConcurrentExecutions')]: [0],
    });
  });

  it('count invocations and errors, include each duration, and start from zero after each read', async () => {
    await step("if (event.fail) throw new Error('no'); await new Promise((done) => setTimeout(done, event.ms ?? 0));");
    await invoke({ ms: 60 });
    await invoke({ fail: true });
    const published = await publishedBy(lambda);
    expect(published).toMatchObject({ [named('Invocations')]: [2], [named('Errors')]: [1] });
    const [slow, failed] = published[named('Duration', 'Milliseconds')] ?? [];
    expect(slow).toBeGreaterThanOrEqual(55);
    expect(failed).toBeGreaterThan(0);
    expect(await publishedBy(lambda)).toMatchObject({ [named('Invocations')]: [0], [named('Errors')]: [0] });
  });

  it('count an invocation when it starts, and include the number that run at a time', async () => {
    const gate = new Gate(endpoint.surroundings.stateDir);
    await step(`if (event.waits) ${gate.pass}`);
    await invoke({}); // A second worker is started only when the first one has warmed up.
    const calls = Promise.all([invoke({ waits: true }), invoke({ waits: true })]);
    const reported: Record<string, readonly number[]>[] = [];
    await until(async () => {
      const published = await publishedBy(lambda);
      reported.push(published);
      return published[named('ConcurrentExecutions')]?.[0] === 2;
    });
    // Both are still running, so they are reported again.
    expect(await publishedBy(lambda)).toMatchObject({ [named('ConcurrentExecutions')]: [2], [named('Errors')]: [0] });
    gate.open();
    await calls;
    expect(reported.reduce((sum, published) => sum + (published[named('Invocations')]?.[0] ?? 0), 0)).toBe(3);
    await publishedBy(lambda);
    expect(await publishedBy(lambda)).toMatchObject({ [named('ConcurrentExecutions')]: [0] });
  });

  it('count a call above the reserved concurrency as throttled and not as an invocation', async () => {
    await step('', { ReservedConcurrentExecutions: 0 });
    await expect(invoke({})).rejects.toThrow('Rate Exceeded');
    expect(await publishedBy(lambda)).toMatchObject({ [named('Throttles')]: [1], [named('Invocations')]: [0] });
  });

  it('count an asynchronous event that is dropped after the last retry', async () => {
    await step("throw new Error('never');");
    await invoke({}, { InvocationType: 'Event' });
    const reported: Record<string, readonly number[]>[] = [];
    const total = (name: string) => reported.reduce((sum, published) => sum + (published[named(name)]?.[0] ?? 0), 0);
    await until(async () => {
      reported.push(await publishedBy(lambda));
      return total('AsyncEventsDropped') === 1;
    });
    expect([total('Invocations'), total('Errors')]).toEqual([3, 3]);
  });
});

describe('a function that a stream feeds', () => {
  const feed = async (body: string, properties = {}) => {
    const { attributes } = await provision(kinesis, 'AWS::Kinesis::Stream', { Name: 'events', ShardCount: 1 });
    const EventSourceArn = attributes['Arn'] ?? '';
    await step(body);
    const mapping = { FunctionName: 'step', EventSourceArn, StartingPosition: 'TRIM_HORIZON', ...properties };
    await provision(lambda, 'AWS::Lambda::EventSourceMapping', mapping);
    await put();
    return EventSourceArn;
  };

  const put = async () => {
    await kinesis.operations['PutRecord']?.({ StreamName: 'events', PartitionKey: 'p', Data: 'e30=' });
  };

  it('reports the age of the last record of each batch at its delivery, and 0 when no record is left', async () => {
    const clock = new FastClock();
    const streamArn = await feed('');
    clock.advance(80_000);
    lambda.start();
    await until(() => lambda.caughtUp(streamArn));
    const [delivered, now] = (await publishedBy(lambda))[AGE] ?? [];
    expect(delivered).toBeGreaterThanOrEqual(80_000);
    expect(now).toBe(0);
  });

  it('reports a growing age while the handler hangs', async () => {
    const clock = new FastClock();
    await feed('await new Promise(() => setInterval(() => {}, 1000));');
    lambda.start();
    await until(async () => (await publishedBy(lambda))[named('Invocations')]?.[0] === 1);
    const before = Math.max(...((await publishedBy(lambda))[AGE] ?? []));
    clock.advance(60_000);
    const after = Math.max(...((await publishedBy(lambda))[AGE] ?? []));
    expect(after).toBeGreaterThanOrEqual(before + 60_000);
  });

  it('counts the discarded records that reached the on-failure destination', async () => {
    const DestinationConfig = { OnFailure: { Destination: 'arn:aws:s3:::failed' } };
    const streamArn = await feed("throw new Error('no');", { MaximumRetryAttempts: 0, DestinationConfig });
    await put();
    lambda.start();
    await until(() => lambda.caughtUp(streamArn));
    const [delivered] = Object.entries(await publishedBy(lambda)).filter(([name]) =>
      name.includes('OnFailureDestination'),
    );
    expect(delivered).toEqual([
      expect.stringMatching(
        /^AWS.Lambda OnFailureDestinationDeliveredEventCount\{EventSourceMappingUUID=[0-9a-f-]+\} Count$/,
      ),
      [2],
    ]);
  });
});
