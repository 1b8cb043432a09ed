import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { AthenaClient } from '@aws-sdk/client-athena';
import { GetTableCommand, GlueClient } from '@aws-sdk/client-glue';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AthenaQueries } from 'aws-clients/athena';
import type { Cloud } from 'embedded-cloud';
import { isObject } from 'embedded-cloud/json';
import { partsOf, type Row } from 'embedded-cloud/sql';
import { curationRecordKey, decodeCurationRecord, LakeObjects } from '../../lambdas/lake';
import { embeddedSettings } from './clients';

/** The result of a query. */
interface QueryResult {
  /** Without the header; a null is undefined. */
  readonly rows: readonly Row[];
  readonly scannedBytes: number;
}

/** The progress of a curation run. */
interface Progress {
  readonly finishedSteps: number;
  readonly steps: number;
}

const POLL_MS = 100;

/** The name of the lake's database. Throws if the templates declare none. */
export const databaseOf = (cloud: Cloud): string => {
  const found = cloud.deployment.running.find(({ type }) => type === 'AWS::Glue::Database');
  if (!found) throw new Error('The templates declare no Glue database.');
  return found.ref;
};

/** The lake of an embedded cloud, queried and curated through the endpoint, as by an analyst and an operator. */
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

  /** Runs a SELECT as an analyst; rejects with Athena's reason if it fails. `parameters` are SQL literals. */
  async query(sql: string, ...parameters: readonly string[]): Promise<QueryResult> {
    const { csv, scannedBytes } = await this.run(sql, parameters);
    return { rows: [...partsOf(Buffer.concat(await csv.toArray()))].flat().slice(1), scannedBytes };
  }

  /** Runs a SELECT of any number of rows; equal digests mean results that are equal to the byte. */
  async digestOf(sql: string): Promise<string> {
    const { csv } = await this.run(sql, []);
    const hash = createHash('sha256');
    for await (const chunk of csv) hash.update(chunk as Buffer);
    return hash.digest('hex');
  }

  private async run(sql: string, parameters: readonly string[]) {
    const id = await this.athena.start({ sql, executionParameters: parameters });
    const { ResultConfiguration, Statistics } = await this.athena.waitFor(id, { pollMs: POLL_MS });
    const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(ResultConfiguration?.OutputLocation ?? '') ?? [];
    const { Body } = await this.s3.send(new GetObjectCommand({ Bucket, Key }));
    // In Node.js the body is a Readable; the SDK's type includes those of browsers.
    return { csv: Body as Readable, scannedBytes: Statistics?.DataScannedInBytes ?? 0 };
  }

  /** Rewrites the given dates on demand; resolves when the curation run has finished, and rejects if it failed. */
  async curate(dates: readonly string[], onProgress: (progress: Progress) => void = () => undefined): Promise<void> {
    const FunctionName = this.cloud.nameOf('AWS::Lambda::Function', 'curate');
    const lambda = new LambdaClient(this.settings);
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify({ dates }) }));
    const begun: unknown = JSON.parse(Payload?.transformToString() ?? 'null');
    if (!isObject(begun) || typeof begun['runId'] !== 'string') {
      throw new Error(`curate did not begin a run: ${JSON.stringify(begun)}`);
    }
    await this.waitForRun(begun['runId'], onProgress);
  }

  private async waitForRun(runId: string, onProgress: (progress: Progress) => void): Promise<void> {
    const objects = new LakeObjects(this.s3, await this.bucket());
    for (;;) {
      const json = await objects.readText(curationRecordKey(runId));
      const record = json === undefined ? undefined : decodeCurationRecord(json);
      if (record?.status === 'finished') return;
      if (record?.status === 'failed') throw new Error(`Run ${runId} failed: ${record.failure ?? 'no reason given'}`);
      if (record) onProgress({ finishedSteps: record.step, steps: record.steps });
      await delay(POLL_MS);
    }
  }

  /** The bucket of the lake's tables. */
  async bucket(): Promise<string> {
    const glue = new GlueClient(this.settings);
    const { Table } = await glue.send(
      new GetTableCommand({ DatabaseName: databaseOf(this.cloud), Name: 'viewing_events' }),
    );
    return /^s3:\/\/([^/]+)\//.exec(Table?.StorageDescriptor?.Location ?? '')?.[1] ?? '';
  }
}
