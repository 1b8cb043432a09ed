import { join } from 'node:path';
import { Kinesis } from '../../../src/services/kinesis/kinesis';
import { addFunction, addLambda, jsonLines } from '../../support/compute';
import { until } from '../../support/until';
import { Endpoint, provision } from '../../../src/testing/endpoint';

let endpoint: Endpoint;

beforeEach(async () => {
  endpoint = await Endpoint.open();
});

afterEach(() => endpoint.close());

describe('a stop of Lambda', () => {
  it('first ends functions without an event source, and then processes the streams to their end', async () => {
    const seenFile = join(endpoint.surroundings.stateDir, 'seen.jsonl');
    const append = (text: string) => `require('node:fs').appendFileSync(${JSON.stringify(seenFile)}, ${text} + '\\n')`;
    const kinesis = endpoint.add(new Kinesis(endpoint.surroundings, endpoint.faults));
    const { attributes } = await provision(kinesis, 'AWS::Kinesis::Stream', { Name: 'events', ShardCount: 1 });
    const lambda = addLambda(endpoint, { streams: kinesis, drainMs: 5_000 });
    const reader = `exports.handler = async ({ Records }) => {
    for (const { kinesis } of Records) ${append("JSON.stringify(Buffer.from(kinesis.data, 'base64').toString())")};
    await new Promise((resolve) => setTimeout(resolve, 100));
  };`;
    await addFunction(endpoint, lambda, 'reader', reader);
    await provision(lambda, 'AWS::Lambda::EventSourceMapping', {
      ...{ FunctionName: 'reader', EventSourceArn: attributes['Arn'], StartingPosition: 'TRIM_HORIZON', BatchSize: 1 },
    });
    const everTicking = `exports.handler = () => new Promise(() => setInterval(() => ${append(`'"tick"'`)}, 5));`;
    const ticker = await addFunction(endpoint, lambda, 'ticker', everTicking);
    lambda.start();
    const ticking = lambda.invoke(ticker, {});
    await until(() => jsonLines(seenFile).length > 0);
    const Records = ['a', 'b', 'c'].map((text) => ({ PartitionKey: 'k', Data: Buffer.from(text).toString('base64') }));
    void kinesis.operations['PutRecords']?.({ StreamName: 'events', Records });
    await lambda.stop();
    expect((await ticking).ok).toBe(false);
    expect(jsonLines(seenFile).slice(-2)).toEqual(['b', 'c']);
  });
});
