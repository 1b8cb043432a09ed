import { join } from 'node:path';
import type { Limits } from '../../../src/core/limits';
import type { JsonObject } from '../../../src/core/service';
import { Kinesis } from '../../../src/services/kinesis/kinesis';
import type { Lambda } from '../../../src/services/lambda/lambda';
import { Endpoint, provision } from '../../../src/testing/endpoint';
import { addFunction, addLambda, FakeStores, jsonLines } from '../../support/compute';
import { until } from '../../support/until';

/** The source of a handler that writes the texts of each batch to a file as one JSON line, and then runs `body`. */
const handler = (body: string): string => `
  const { appendFileSync } = require('node:fs');
  exports.handler = async (event) => {
    const texts = event.Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString());
    appendFileSync(process.env.SEEN, JSON.stringify(texts) + '\\n');
    const sequenceOf = (text) => event.Records[texts.indexOf(text)].kinesis.sequenceNumber;
    ${body}
  };`;

/** The stream `events`, and the function `reader` with an event source mapping that reads the stream. */
export class TestStreamReader {
  readonly stores = new FakeStores();
  kinesis: Kinesis;
  lambda: Lambda;
  streamArn = '';
  private readonly seenFile: string;

  private constructor(readonly endpoint: Endpoint) {
    this.seenFile = join(endpoint.surroundings.stateDir, 'seen.jsonl');
    this.kinesis = this.addKinesis();
    this.lambda = this.addLambda();
  }

  static async open(options: { readonly limits?: Limits } = {}): Promise<TestStreamReader> {
    return new TestStreamReader(await Endpoint.open(options));
  }

  /** Stops both services and creates others with the same state. The test declares the resources again. */
  async restart(): Promise<void> {
    await this.lambda.stop();
    await this.kinesis.stop();
    this.kinesis = this.addKinesis();
    this.lambda = this.addLambda();
  }

  /** Declares the stream and the function, whose handler runs `body` after it has noted the batch. */
  async declare(mapping: JsonObject = {}, body = '', stream: JsonObject = {}) {
    await this.declareStream(stream);
    return this.declareFunction(mapping, body);
  }

  async declareStream(stream: JsonObject = {}): Promise<void> {
    const properties = { Name: 'events', ShardCount: 1, ...stream };
    const { attributes } = await provision(this.kinesis, 'AWS::Kinesis::Stream', properties);
    this.streamArn = attributes['Arn'] ?? '';
  }

  /** Declares the function and its mapping, which starts at TRIM_HORIZON by default. */
  async declareFunction(mapping: JsonObject = {}, body = '') {
    const Variables = { SEEN: this.seenFile };
    await addFunction(this.endpoint, this.lambda, 'reader', handler(body), { Environment: { Variables } });
    return provision(this.lambda, 'AWS::Lambda::EventSourceMapping', {
      FunctionName: 'reader',
      EventSourceArn: this.streamArn,
      StartingPosition: 'TRIM_HORIZON',
      ...mapping,
    });
  }

  /** Puts one record per text. The partition key of `a:1` is `a`. */
  put(...texts: string[]): void {
    const Records = texts.map((text) => ({
      PartitionKey: text.split(':')[0],
      Data: Buffer.from(text).toString('base64'),
    }));
    void this.kinesis.operations['PutRecords']?.({ StreamName: 'events', Records });
  }

  /** The texts of every batch that the function received, in order. */
  seen(): string[][] {
    return jsonLines(this.seenFile) as string[][];
  }

  /** Waits until every record of the stream is processed. */
  async caughtUp(): Promise<void> {
    await until(() => this.lambda.caughtUp(this.streamArn));
  }

  /** The progress of the mapping in its first shard. */
  async progress() {
    return (await this.lambda.progress())[0]?.shards[0];
  }

  async close(): Promise<void> {
    await this.endpoint.close();
  }

  private addKinesis(): Kinesis {
    return this.endpoint.add(new Kinesis(this.endpoint.surroundings, this.endpoint.faults));
  }

  private addLambda(): Lambda {
    return addLambda(this.endpoint, { streams: this.kinesis, stores: this.stores });
  }
}
