import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { Cloud, type CloudOptions } from 'embedded-cloud';
import { embeddedSettings } from '../../tools/local/clients';
import { LiveCountsReader, type LiveTotal } from '../../lambdas/live';
import { copyAssembly } from './kept-syntheses';
import { until } from './until';

const replaceVariables = async (assembly: string, variables: Readonly<Record<string, string>>): Promise<void> => {
  const files = (await readdir(assembly, { recursive: true })).filter((file) => file.endsWith('.template.json'));
  for (const file of files.map((name) => join(assembly, name))) {
    const text = await readFile(file, 'utf8');
    const replaced = Object.entries(variables).reduce(
      (template, [name, value]) => template.replace(new RegExp(`("${name}": ?)"[^"]*"`, 'g'), `$1"${value}"`),
      text,
    );
    if (replaced !== text) await writeFile(file, replaced);
  }
};

/** The answer of the collector. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

/** How a pipeline differs from the one that the templates declare. */
export interface PipelineOptions extends Pick<CloudOptions, 'beforeStart'> {
  /** Changes the text of each template before it is deployed. */
  readonly change?: (template: string) => string;
}

/**
 * The complete pipeline of the dev stage in a temporary folder: synthesized templates, real bundles, and every engine.
 */
export class Pipeline {
  private constructor(
    private readonly folder: string,
    public cloud: Cloud,
  ) {}

  /** `variables` replace environment variables of the functions that have them. */
  static async start(
    variables: Readonly<Record<string, string>> = {},
    { change, beforeStart }: PipelineOptions = {},
  ): Promise<Pipeline> {
    const folder = await mkdtemp(join(tmpdir(), 'playhead-'));
    await copyAssembly(join(folder, 'cdk.out'));
    await replaceVariables(join(folder, 'cdk.out'), variables);
    if (change) await changeTemplates(join(folder, 'cdk.out'), change);
    return new Pipeline(folder, await Pipeline.bringUp(folder, beforeStart));
  }

  private static bringUp(folder: string, beforeStart?: CloudOptions['beforeStart']): Promise<Cloud> {
    return Cloud.start({
      assemblyDir: join(folder, 'cdk.out'),
      stage: 'dev',
      stateDir: join(folder, 'state'),
      port: 0,
      ...(beforeStart && { beforeStart }),
    });
  }

  get settings() {
    return embeddedSettings(this.cloud.surroundings);
  }

  /** Restarts the engines with the same templates and the same state. */
  restart(): Promise<void> {
    return this.whileStopped(() => Promise.resolve());
  }

  /** Stops the engines, runs `work` with the folder of their state, and starts them again. */
  async whileStopped<Result>(work: (stateDir: string) => Promise<Result>): Promise<Result> {
    await this.cloud.stop();
    const result = await work(join(this.folder, 'state'));
    this.cloud = await Pipeline.bringUp(this.folder);
    return result;
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

  /** Posts events to the collector once, with the current time. */
  sendOnce(events: readonly unknown[]): Promise<Answer> {
    return this.post(JSON.stringify({ sent_at: Date.now(), events }));
  }

  /** Sends events as a player does: again after a 503, which a busy machine may cause too. */
  async send(events: readonly unknown[]): Promise<Answer> {
    let answer = await this.sendOnce(events);
    await until(async () => answer.status !== 503 || (answer = await this.sendOnce(events)).status !== 503, {
      pollMs: 100,
    });
    return answer;
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

const changeTemplates = async (folder: string, change: (template: string) => string): Promise<void> => {
  const files = await readdir(folder, { recursive: true });
  for (const file of files.filter((name) => name.endsWith('.template.json'))) {
    const path = join(folder, file);
    await writeFile(path, change(await readFile(path, 'utf8')));
  }
};
