import {
  GetAccountSettingsCommand,
  GetEventSourceMappingCommand,
  GetFunctionCommand,
  InvokeCommand,
  type InvokeCommandInput,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import { Kinesis } from '../../../src/services/kinesis/kinesis';
import type { Lambda } from '../../../src/services/lambda/lambda';
import { addFunction, addLambda, FakeStores, logOf } from '../../support/compute';
import { Gate } from '../../support/gate';
import { publishedBy } from '../../support/published';
import { until } from '../../support/until';
import { Endpoint, provision } from '../../../src/testing/endpoint';

let endpoint: Endpoint;
let kinesis: Kinesis;
let lambda: Lambda;
let stores: FakeStores;
let client: LambdaClient;

const invoke = async (event: unknown, input: Partial<InvokeCommandInput> = {}) => {
  const command = new InvokeCommand({ FunctionName: 'step', Payload: JSON.stringify(event), ...input });
  const { Payload, ...answer } = await client.send(command);
  const text = Buffer.from(Payload ?? []).toString();
  return { ...answer, payload: text === '' ? undefined : (JSON.parse(text) as unknown) };
};

const step = (source: string, properties = {}) => addFunction(endpoint, lambda, 'step', source, properties);

/** The number of workers that run an invocation, or the most since the last call of this function if that is larger. */
const concurrency = async () =>
  (await publishedBy(lambda))['AWS/Lambda ConcurrentExecutions{FunctionName=step} Count']?.[0];

beforeEach(async () => {
  endpoint = await Endpoint.open();
  stores = new FakeStores();
  kinesis = endpoint.add(new Kinesis(endpoint.surroundings, endpoint.faults));
  lambda = addLambda(endpoint, { streams: kinesis, stores });
  client = new LambdaClient(endpoint.clientConfig());
});

afterEach(async () => {
  jest.restoreAllMocks();
  client.destroy();
  await endpoint.close();
});

describe('Lambda', () => {
  it('passes the event, a context and a separate environment to the handler', async () => {
    const arn = await step(
      `exports.handler = async (event, context) => ({
      event, env: process.env, arn: context.invokedFunctionArn, memory: context.memoryLimitInMB,
      left: context.getRemainingTimeInMillis(), id: context.awsRequestId.length });`,
      { MemorySize: 256, Environment: { Variables: { STREAM: 'events' } } },
    );
    const { payload, FunctionError } = await invoke({ a: 1 });
    expect(FunctionError).toBeUndefined();
    expect(payload).toMatchObject({
      event: { a: 1 },
      arn,
      memory: '256',
      id: 36,
      env: {
        STREAM: 'events',
        AWS_REGION: 'us-east-1',
        AWS_ENDPOINT_URL: endpoint.surroundings.endpoint,
        AWS_LAMBDA_FUNCTION_NAME: 'step',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      },
    });
    expect(payload).not.toHaveProperty('env.PATH');
    expect(payload).toHaveProperty('left', expect.any(Number));
  });

  it('returns null for a handler that returns nothing', async () => {
    await step('exports.handler = async () => {};');
    expect((await invoke({})).payload).toBeNull();
  });

  it('reports a thrown error with its type, message and trace, and keeps the worker', async () => {
    await step(`let calls = 0; exports.handler = async (event) => {
    calls += 1; if (event.fail) throw new RangeError('no such title'); return calls; };`);
    const { FunctionError, payload } = await invoke({ fail: true });
    expect(FunctionError).toBe('Unhandled');
    expect(payload).toMatchObject({ errorType: 'RangeError', errorMessage: 'no such title' });
    expect(payload).toHaveProperty('trace.0', 'RangeError: no such title');
    expect((await invoke({})).payload).toBe(2);
  });

  it.each([
    ['ends its process', 'process.exit(3)', 'exit status 3'],
    [
      'leaves a rejection unhandled',
      'void Promise.reject(new Error("lost")); await new Promise(() => {})',
      'exit status 1',
    ],
  ])(
    'fails the invocation of a handler that %s, and runs the next one in a new worker',
    async (_, statement, reason) => {
      await step(
        `let calls = 0; exports.handler = async (event) => { calls += 1; if (event.crash) { ${statement} } return calls; };`,
      );
      expect((await invoke({})).payload).toBe(1);
      const { payload } = await invoke({ crash: true });
      expect(payload).toMatchObject({
        errorType: 'Runtime.ExitError',
        errorMessage: expect.stringContaining(reason) as string,
      });
      expect((await invoke({})).payload).toBe(1);
    },
  );

  it('fails the invocation of a handler that exceeds its memory limit', async () => {
    await step(
      'exports.handler = async () => { const held = []; for (;;) held.push(new Array(1e5).fill(held.length + 0.5)); };',
      { MemorySize: 128, Timeout: 900 },
    );
    expect((await invoke({})).payload).toMatchObject({ errorType: 'Runtime.ExitError' });
    expect(logOf(endpoint, 'step')).toContain('reaching memory limit');
  });

  it('ends a busy or waiting handler at its timeout', async () => {
    await step('exports.handler = async (event) => { if (event.busy) for (;;); await new Promise(() => {}); };', {
      Timeout: 1,
    });
    for (const busy of [true, false]) {
      const { payload } = await invoke({ busy });
      expect(payload).toMatchObject({
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringContaining('Task timed out after 1.00 seconds') as string,
      });
    }
  });

  it('reports why a bundle does not load', async () => {
    await step('throw new Error("no configuration");');
    expect((await invoke({})).payload).toMatchObject({ errorType: 'Error', errorMessage: 'no configuration' });
    await addFunction(endpoint, lambda, 'other', 'exports.other = 1;');
    const { payload } = await invoke({}, { FunctionName: 'other' });
    expect(payload).toMatchObject({ errorType: 'Runtime.HandlerNotFound' });
  });

  it('adds workers up to the limit while the running ones are blocked, and lets further invocations wait', async () => {
    const gate = new Gate(endpoint.surroundings.stateDir);
    const arn = await step(
      `const { threadId } = require('node:worker_threads');
    exports.handler = async () => { ${gate.pass} return threadId; };`,
      { Timeout: 900 },
    );
    const calls = Promise.all(Array.from({ length: 12 }, () => lambda.invoke(arn, {})));
    await until(async () => (await concurrency()) === 4);
    gate.open();
    const threads = (await calls).map((outcome) => (outcome.ok ? outcome.payload : outcome));
    expect(new Set(threads).size).toBe(4);
    expect(lambda.metrics().get('step')).toMatchObject({ invocations: 12, errors: 0, throttles: 0 });
  });

  it('uses one worker while that worker is never blocked', async () => {
    jest.spyOn(performance, 'now').mockReturnValue(0);
    const arn = await step(`const { threadId } = require('node:worker_threads'); exports.handler = () => threadId;`);
    const outcomes = await Promise.all(Array.from({ length: 40 }, () => lambda.invoke(arn, {})));
    expect(new Set(outcomes.map((outcome) => (outcome.ok ? outcome.payload : outcome))).size).toBe(1);
  });

  it('rejects a call through the API above the reserved concurrency', async () => {
    const gate = new Gate(endpoint.surroundings.stateDir);
    await step(`exports.handler = async () => { ${gate.pass} };`, { ReservedConcurrentExecutions: 1 });
    const first = invoke({});
    await until(async () => (await concurrency()) === 1);
    await expect(invoke({})).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    gate.open();
    await first;
    expect(lambda.metrics().get('step')).toMatchObject({ throttles: 1 });
  });

  it('writes the output of an invocation to its log group between the lines of Lambda, one event per call', async () => {
    await step(
      `exports.handler = async (_, { logStreamName }) => {
        console.warn('watching\\nclosely', { n: 1 });
        process.stderr.write('careful\\n');
        return [logStreamName, process.env.AWS_LAMBDA_LOG_STREAM_NAME];
      };`,
    );
    const { payload } = await invoke({});
    const lines = logOf(endpoint, 'step').trimEnd().split('\n');
    const events = lines.map((line) => JSON.parse(line) as { stream: string; message: string });
    const id = '[\\w-]{36}';
    const expected = [
      `^START RequestId: ${id} Version: \\$LATEST$`,
      `^[\\d:.TZ-]+\\t${id}\\tWARN\\twatching\\nclosely { n: 1 }$`,
      '^careful$',
      `^END RequestId: ${id}$`,
      `^REPORT RequestId: ${id}\\tDuration: [\\d.]+ ms\\tBilled Duration: \\d+ ms\\tMemory Size: 128 MB\\tInit Duration: [\\d.]+ ms\\t$`,
    ];
    expect(events.map(({ message }) => message)).toEqual(
      expected.map((line): unknown => expect.stringMatching(new RegExp(line))),
    );
    const [{ stream } = { stream: '' }] = events;
    expect(stream).toMatch(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
    expect(payload).toEqual([stream, stream]);
  });

  it('accepts an asynchronous event, tries it three times, and then sends it to the on-failure destination', async () => {
    await step(`exports.handler = async () => { console.log('tried'); throw new Error('always'); };`);
    const Destination = 'arn:aws:sqs:us-east-1:000000000000:failed';
    await provision(lambda, 'AWS::Lambda::EventInvokeConfig', {
      FunctionName: 'step',
      Qualifier: '$LATEST',
      DestinationConfig: { OnFailure: { Destination } },
    });
    expect((await invoke({ day: 1 }, { InvocationType: 'Event' })).StatusCode).toBe(202);
    await until(() => stores.sent.length > 0);
    expect(JSON.parse(stores.sent[0]?.body ?? '')).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
      requestPayload: { day: 1 },
      responsePayload: { errorMessage: 'always' },
    });
    expect(lambda.metrics().get('step')).toMatchObject({ invocations: 3, errors: 3 });
  });

  it('lists functions and event source mappings', async () => {
    await step('exports.handler = async () => {};', { Timeout: 7, ReservedConcurrentExecutions: 2 });
    const stream = await provision(kinesis, 'AWS::Kinesis::Stream', { Name: 'events', ShardCount: 1 });
    const mapping = await provision(lambda, 'AWS::Lambda::EventSourceMapping', {
      FunctionName: 'step',
      EventSourceArn: stream.attributes['Arn'],
      StartingPosition: 'LATEST',
      BatchSize: 10,
    });
    const { Functions } = await client.send(new ListFunctionsCommand({}));
    expect(Functions).toMatchObject([{ FunctionName: 'step', Timeout: 7 }]);
    expect(await client.send(new GetFunctionCommand({ FunctionName: 'step' }))).toMatchObject({
      Configuration: { Handler: 'index.handler' },
      Concurrency: { ReservedConcurrentExecutions: 2 },
    });
    const expected = {
      UUID: mapping.ref,
      State: 'Enabled',
      BatchSize: 10,
      LastProcessingResult: 'No records processed',
    };
    expect(await client.send(new GetEventSourceMappingCommand({ UUID: mapping.ref }))).toMatchObject(expected);
    const { EventSourceMappings } = await client.send(new ListEventSourceMappingsCommand({ FunctionName: 'step' }));
    expect(EventSourceMappings).toMatchObject([expected]);
    await expect(client.send(new GetFunctionCommand({ FunctionName: 'none' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('reports the concurrent executions that reservations leave to the account', async () => {
    await step('exports.handler = async () => 1;', { ReservedConcurrentExecutions: 30 });
    const { AccountLimit } = await client.send(new GetAccountSettingsCommand({}));
    expect(AccountLimit).toMatchObject({ ConcurrentExecutions: 1_000, UnreservedConcurrentExecutions: 970 });
  });

  it('rejects a runtime that it does not support and names it', async () => {
    await expect(step('', { Runtime: 'python3.13' })).rejects.toThrow(/python3\.13/);
  });

  it('applies the faults of lambda to internal callers', async () => {
    const arn = await step('exports.handler = async () => 1;');
    endpoint.faults.set('lambda', { throttle: 1 });
    expect(await lambda.invoke(arn, {})).toMatchObject({ ok: false, errorType: 'TooManyRequestsException' });
    endpoint.faults.clear();
    expect(await lambda.invoke(arn, {})).toEqual({ ok: true, payload: 1 });
  });
});
