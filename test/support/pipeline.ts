import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { Cloud } from 'embedded-cloud';
import { inheritedEnvironment } from '../../tools/command/env';
import { embeddedSettings } from '../../tools/local/clients';
import { LiveCountsReader, type LiveTotal } from '../../lambdas/live';
import { synthesize } from '../../tools/local/synthesize';
import { until } from './until';

/** The answer of the collector. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

/**
 * The complete pipeline of the dev stage in a temporary folder: synthesized templates, real bundles, and every engine.
 */
export class Pipeline {
  private constructor(
    private readonly folder: string,
    public cloud: Cloud,
  ) {}

  static async start(): Promise<Pipeline> {
    const folder = await mkdtemp(join(tmpdir(), 'playhead-'));
    await synthesize(join(folder, 'cdk.out'), { stage: 'dev', environment: inheritedEnvironment() });
    return new Pipeline(folder, await Pipeline.bringUp(folder));
  }

  private static bringUp(folder: string): Promise<Cloud> {
    return Cloud.start({
      assemblyDir: join(folder, 'cdk.out'),
      stage: 'dev',
      stateDir: join(folder, 'state'),
      port: 0,
    });
  }

  get settings() {
    return embeddedSettings(this.cloud.surroundings);
  }

  /** Restarts the engines with the same templates and the same state. */
  async restart(): Promise<void> {
    await this.cloud.stop();
    this.cloud = await Pipeline.bringUp(this.folder);
  }

  async stop(): Promise<void> {
    await this.cloud.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Posts a body to the collector without changing it. */
  async post(body: string | Uint8Array, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(`${this.cloud.surroundings.endpoint}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    return { status: response.status, body: await response.json(), headers: response.headers };
  }

  /** Posts events to the collector as a player does, with the current time. */
  send(events: readonly unknown[]): Promise<Answer> {
    return this.post(JSON.stringify({ sent_at: Date.now(), events }));
  }

  /** Invokes a function as an operator does. */
  async invoke(step: string, payload: object): Promise<void> {
    const FunctionName = this.cloud.nameOf('AWS::Lambda::Function', step);
    await new LambdaClient(this.settings).send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(payload) }));
  }

  /** The count of one instant as soon as it satisfies a condition; rejects with the last count after 30 s. */
  async countAt(instant: number, satisfies: (count: LiveTotal) => boolean): Promise<LiveTotal> {
    const reader = new LiveCountsReader(
      new DynamoDBClient(this.settings),
      this.cloud.nameOf('AWS::DynamoDB::GlobalTable', 'live-counts'),
    );
    let last: LiveTotal | undefined;
    const isSatisfied = async (): Promise<boolean> => {
      [last] = await reader.between(instant, instant);
      return last !== undefined && satisfies(last);
    };
    await until(isSatisfied, { pollMs: 200 }).catch((error: unknown) => {
      throw new Error(`The count at ${instant} was ${JSON.stringify(last)}.`, { cause: error });
    });
    if (!last) throw new Error(`There is no count at ${instant}.`);
    return last;
  }
}
