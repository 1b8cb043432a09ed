import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { AthenaClient } from '@aws-sdk/client-athena';
import { GetTableCommand, GlueClient } from '@aws-sdk/client-glue';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { AthenaQueries } from 'aws-clients/athena';
import type { Cloud } from 'embedded-cloud';
import { isObject } from 'embedded-cloud/json';
import { partsOf, type Row } from 'embedded-cloud/sql';
import { embeddedSettings } from './clients';

/** What a query came to. */
interface Answer {
  /** Without the header; undefined for a null. */
  readonly rows: readonly Row[];
  readonly scannedBytes: number;
}

/** How far a run of curation is. */
interface Steps {
  readonly taken: number;
  readonly all: number;
}

const POLL_MS = 100;

/** The name of the lake's database. */
export const databaseOf = (cloud: Cloud): string => {
  const found = cloud.deployment.running.find(({ type }) => type === 'AWS::Glue::Database');
  if (!found) throw new Error('The templates declare no database of the lake.');
  return found.ref;
};

/** The lake of an embedded cloud, asked and curated through the endpoint, as an analyst and an operator would. */
export class Lake {
  private readonly athena: AthenaQueries;
  private readonly s3: S3Client;
  private readonly settings: ReturnType<typeof embeddedSettings>;

  constructor(private readonly cloud: Cloud) {
    this.settings = embeddedSettings(cloud.surroundings);
    const workgroup = cloud.nameOf('AWS::Athena::WorkGroup', 'analysts');
    this.athena = new AthenaQueries(new AthenaClient(this.settings), workgroup, databaseOf(cloud));
    this.s3 = new S3Client({ ...this.settings, forcePathStyle: true });
  }

  /** Runs a SELECT as an analyst; rejects, saying why, where it does not succeed. `parameters` are literals. */
  async ask(sql: string, ...parameters: readonly string[]): Promise<Answer> {
    const { csv, scannedBytes } = await this.answerTo(sql, parameters);
    return { rows: [...partsOf(Buffer.concat(await csv.toArray()))].flat().slice(1), scannedBytes };
  }

  /** Runs a SELECT as {@link ask} does, of however many rows: two answers with one digest are the same to the byte. */
  async digestOf(sql: string): Promise<string> {
    const { csv } = await this.answerTo(sql, []);
    const hash = createHash('sha256');
    for await (const chunk of csv) hash.update(chunk as Buffer);
    return hash.digest('hex');
  }

  private async answerTo(sql: string, parameters: readonly string[]) {
    const id = await this.athena.start({ sql, executionParameters: parameters });
    const { ResultConfiguration, Statistics } = await this.athena.waitFor(id, { pollMs: POLL_MS });
    const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(ResultConfiguration?.OutputLocation ?? '') ?? [];
    const { Body } = await this.s3.send(new GetObjectCommand({ Bucket, Key }));
    // What it is in Node.js: its type has browsers' too.
    return { csv: Body as Readable, scannedBytes: Statistics?.DataScannedInBytes ?? 0 };
  }

  /** Writes the dates anew, on demand; resolves when the run has come to its end, rejects where it failed. */
  async curate(dates: readonly string[], tell: (steps: Steps) => void = () => undefined): Promise<void> {
    const FunctionName = this.cloud.nameOf('AWS::Lambda::Function', 'curate');
    const lambda = new LambdaClient(this.settings);
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify({ dates }) }));
    const begun: unknown = JSON.parse(Payload?.transformToString() ?? 'null');
    if (!isObject(begun) || typeof begun['runId'] !== 'string') {
      throw new Error(`curate began no run: ${JSON.stringify(begun)}`);
    }
    await this.runEnded(begun['runId'], tell);
  }

  private async runEnded(runId: string, tell: (steps: Steps) => void): Promise<void> {
    const bucket = await this.bucket();
    for (;;) {
      const record = await this.readJson(bucket, `curation/runs/${runId}.json`);
      if (record?.['status'] === 'finished') return;
      if (record?.['status'] === 'failed') throw new Error(`Run ${runId} failed: ${String(record['failure'])}`);
      if (record) tell({ taken: Number(record['step']), all: Number(record['steps']) });
      await delay(POLL_MS);
    }
  }

  private async readJson(Bucket: string, Key: string): Promise<Readonly<Record<string, unknown>> | undefined> {
    try {
      const { Body } = await this.s3.send(new GetObjectCommand({ Bucket, Key }));
      const value: unknown = JSON.parse((await Body?.transformToString()) ?? 'null');
      return isObject(value) ? value : undefined;
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  /** Where it lies. */
  async bucket(): Promise<string> {
    const glue = new GlueClient(this.settings);
    const { Table } = await glue.send(
      new GetTableCommand({ DatabaseName: databaseOf(this.cloud), Name: 'viewing_events' }),
    );
    return /^s3:\/\/([^/]+)\//.exec(Table?.StorageDescriptor?.Location ?? '')?.[1] ?? '';
  }
}
