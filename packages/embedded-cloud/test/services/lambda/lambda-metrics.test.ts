import { InvokeCommand, type InvokeCommandInput, LambdaClient } from '@aws-sdk/client-lambda';
import { Kinesis } from '../../../src/services/kinesis/kinesis';
import type { Lambda } from '../../../src/services/lambda/lambda';
import { addFunction, addLambda, eventually } from '../../support/compute';
import { Endpoint, provision } from '../../support/endpoint';
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
  client.destroy();
  await endpoint.close();
});

it('publishes zeros for a function without invocations', async () => {
  await step('');
  expect(await publishedBy(lambda)).toEqual({
    [named('Invocations')]: [0],
    [named('Errors')]: [0],
    [named('Throttles')]: [0],
    [named('AsyncEventsDropped')]: [0],
    [named('ConcurrentExecutions')]: [0],
  });
});

it('counts invocations and errors, measures each duration, and starts from zero after each read', async () => {
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

it('counts a call that is still at work, and tells how many are at a time', async () => {
  await step('await new Promise((done) => setTimeout(done, 400));');
  const calls = Promise.all([invoke({}), invoke({}), invoke({})]);
  const seen: Record<string, readonly number[]>[] = [];
  await eventually(() => {
    void publishedBy(lambda).then((published) => seen.push(published));
    return seen.some((published) => published[named('ConcurrentExecutions')]?.[0] === 2);
  });
  // Still at work, and so still told of.
  expect(await publishedBy(lambda)).toMatchObject({ [named('ConcurrentExecutions')]: [2], [named('Errors')]: [0] });
  await calls;
  expect(seen.reduce((sum, published) => sum + (published[named('Invocations')]?.[0] ?? 0), 0)).toBe(3);
  await publishedBy(lambda);
  expect(await publishedBy(lambda)).toMatchObject({ [named('ConcurrentExecutions')]: [0] });
});

it('counts a call above the reserved concurrency as throttled and not as an invocation', async () => {
  await step('', { ReservedConcurrentExecutions: 0 });
  await expect(invoke({})).rejects.toThrow('Rate Exceeded');
  expect(await publishedBy(lambda)).toMatchObject({ [named('Throttles')]: [1], [named('Invocations')]: [0] });
});

it('counts an asynchronous event that was given up after its retries', async () => {
  await step("throw new Error('never');");
  await invoke({}, { InvocationType: 'Event' });
  const seen: Record<string, readonly number[]>[] = [];
  const total = (name: string) => seen.reduce((sum, published) => sum + (published[named(name)]?.[0] ?? 0), 0);
  await eventually(() => {
    void publishedBy(lambda).then((published) => seen.push(published));
    return total('AsyncEventsDropped') === 1;
  });
  expect([total('Invocations'), total('Errors')]).toEqual([3, 3]);
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

  it('tells how old the last record of each batch was when it was handed over, and 0 when all is done', async () => {
    const streamArn = await feed('');
    await new Promise((resolve) => setTimeout(resolve, 80));
    lambda.start();
    await eventually(() => lambda.caughtUp(streamArn));
    const [handedOver, now] = (await publishedBy(lambda))[AGE] ?? [];
    expect(handedOver).toBeGreaterThanOrEqual(75);
    expect(now).toBe(0);
  });

  it('shows an age that grows where its handler hangs', async () => {
    await feed('await new Promise(() => setInterval(() => {}, 1000));');
    lambda.start();
    await new Promise((resolve) => setTimeout(resolve, 150));
    const before = Math.max(...((await publishedBy(lambda))[AGE] ?? []));
    await new Promise((resolve) => setTimeout(resolve, 100));
    const after = Math.max(...((await publishedBy(lambda))[AGE] ?? []));
    expect(after).toBeGreaterThanOrEqual(before + 90);
  });

  it('tells how many records of a batch were given up and reached the on-failure destination', async () => {
    const DestinationConfig = { OnFailure: { Destination: 'arn:aws:s3:::failed' } };
    const streamArn = await feed("throw new Error('no');", { MaximumRetryAttempts: 0, DestinationConfig });
    await put();
    lambda.start();
    await eventually(() => lambda.caughtUp(streamArn));
    const [given] = Object.entries(await publishedBy(lambda)).filter(([name]) => name.includes('OnFailureDestination'));
    expect(given).toEqual([
      expect.stringMatching(
        /^AWS.Lambda OnFailureDestinationDeliveredEventCount\{EventSourceMappingUUID=[0-9a-f-]+\} Count$/,
      ),
      [2],
    ]);
  });
});
