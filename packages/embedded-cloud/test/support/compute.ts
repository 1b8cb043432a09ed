import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { FailureSinks } from '../../src/services/lambda/failure-destination';
import type { QueueMessage, QueueReader } from '../../src/core/ports';
import type { JsonObject } from '../../src/core/service';
import { Lambda } from '../../src/services/lambda/lambda';
import { Logs } from '../../src/services/logs/logs';
import type { LambdaProps } from '../../src/services/lambda/lambda-props';
import { type Endpoint, provision } from '../../src/testing/endpoint';

/** The pause before the fake queue answers that it is empty: without it, a poller would never let the test run. */
const EMPTY_POLL_MS = 10;

/** Fakes of S3 and SQS with the calls that Lambda makes, and public lists of everything written and removed. */
export class FakeStores implements QueueReader {
  readonly objects: { readonly bucket: string; readonly key: string; readonly body: string }[] = [];
  readonly sent: { readonly queueArn: string; readonly body: string }[] = [];
  readonly removed: string[] = [];
  readonly waiting: QueueMessage[] = [];

  readonly sinks: FailureSinks = {
    objects: {
      putObject: (bucket, key, body) => Promise.resolve(void this.objects.push({ bucket, key, body: String(body) })),
    },
    queues: { send: (queueArn, body) => Promise.resolve(void this.sent.push({ queueArn, body })) },
  };

  async receive(_queueArn: string, maxMessages: number): Promise<readonly QueueMessage[]> {
    if (this.waiting.length === 0) await delay(EMPTY_POLL_MS);
    return this.waiting.splice(0, maxMessages);
  }

  remove(_queueArn: string, receiptHandles: readonly string[]): Promise<void> {
    this.removed.push(...receiptHandles);
    return Promise.resolve();
  }
}

/** The options of `addLambda`. The test creates the Kinesis that owns the streams. */
export type LambdaSetup = Pick<LambdaProps, 'streams'> & Partial<LambdaProps> & { readonly stores?: FakeStores };

/** Adds Lambda to the endpoint, with short poll and retry intervals. */
export const addLambda = (endpoint: Endpoint, { stores = new FakeStores(), ...props }: LambdaSetup): Lambda => {
  const { surroundings, faults, access } = endpoint;
  const waits = { pollMs: 5, backoff: { firstMs: 5, maxMs: 20 } };
  const assetRoot = surroundings.stateDir;
  const { sinks } = stores;
  const logs = new Logs(surroundings);
  return endpoint.add(
    new Lambda({ surroundings, faults, access, assetRoot, queues: stores, sinks, logs, ...waits, ...props }),
  );
};

/** Provisions a function whose bundle is `source`, a CommonJS module that exports `handler`; returns its ARN. */
export const addFunction = async (
  endpoint: Endpoint,
  lambda: Lambda,
  name: string,
  source: string,
  properties: JsonObject = {},
): Promise<string> => {
  const folder = join(endpoint.surroundings.stateDir, `asset.${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.js'), source);
  const { attributes } = await provision(lambda, 'AWS::Lambda::Function', {
    FunctionName: name,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Timeout: 5,
    Code: { S3Bucket: 'assets', S3Key: `${name}.zip` },
    ...properties,
  });
  return attributes['Arn'] ?? '';
};

/** Parses the JSON lines that handlers have written to a file so far; leaves out a last line without its end. */
export const jsonLines = (path: string): unknown[] => {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
  return lines.map((line): unknown => JSON.parse(line));
};

/** The log events of a function, as lines of its log group's file. */
export const logOf = ({ surroundings }: Endpoint, functionName: string): string => {
  const group = encodeURIComponent(`/aws/lambda/${functionName}`);
  const path = join(surroundings.stateDir, 'logs', group, 'events.jsonl');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
};
