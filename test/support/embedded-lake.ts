import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
  type StartQueryExecutionCommandInput,
} from '@aws-sdk/client-athena';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { ERASED_VIEWERS, LAKE_TABLES, type LakeTable, RAW_VIEWING_EVENTS } from '../../domain/lake';
import { LakeCatalog } from '../../lambdas/lake/lake-catalog';
import { LakeObjects } from '../../lambdas/lake/lake-objects';
import { type Converted, convertToParquet } from '../../packages/embedded-cloud/src/duckdb/convert-to-parquet';
import { parseColumnType } from '../../packages/embedded-cloud/src/duckdb/column-type';
import { withDuckDb } from '../../packages/embedded-cloud/src/duckdb/database';
import type { JsonObject } from '../../packages/embedded-cloud/src/core/service';
import { Athena } from '../../packages/embedded-cloud/src/services/athena/athena';
import { Glue } from '../../packages/embedded-cloud/src/services/glue/glue';
import { S3 } from '../../packages/embedded-cloud/src/services/s3/s3';
import { Endpoint, provision } from '../../packages/embedded-cloud/test/support/endpoint';

/** Names of the lake that tests speak of. */
export const [BUCKET, DATABASE, ANALYSTS, CURATION] = [
  'lake',
  'playhead_dev',
  'playhead-dev-analysts',
  'playhead-dev-curation',
] as const;

/** What a query came to: its state and reason, its rows without the header, and the bytes it read. */
export interface Asked {
  readonly id: string;
  readonly state: string;
  readonly reason: string | undefined;
  readonly header: readonly string[];
  readonly rows: readonly (readonly (string | undefined)[])[];
  readonly bytes: number;
}

/** The lake's tables over embedded S3, Glue and Athena: no stream, no functions. */
export class EmbeddedLake {
  readonly athena: AthenaClient;
  readonly objects: LakeObjects;
  readonly catalog: LakeCatalog;
  private readonly s3Client: S3Client;
  private readonly glueClient: GlueClient;

  private constructor(
    readonly endpoint: Endpoint,
    readonly s3: S3,
    readonly glue: Glue,
  ) {
    this.athena = new AthenaClient(endpoint.clientConfig());
    this.s3Client = new S3Client({ ...endpoint.clientConfig(3), forcePathStyle: true });
    this.glueClient = new GlueClient(endpoint.clientConfig(3));
    this.objects = new LakeObjects(this.s3Client, BUCKET);
    this.catalog = new LakeCatalog(this.glueClient, DATABASE);
  }

  static async open(): Promise<EmbeddedLake> {
    const endpoint = await Endpoint.open();
    const s3 = endpoint.add(new S3(endpoint.surroundings, endpoint.faults));
    for (const BucketName of [BUCKET, 'results', 'other']) await provision(s3, 'AWS::S3::Bucket', { BucketName });
    const lake = new EmbeddedLake(endpoint, s3, await startGlue(endpoint));
    await lake.startAthena();
    return lake;
  }

  /** Also in the place of an earlier one: a restart. */
  async startAthena(): Promise<Athena> {
    const { surroundings, faults } = this.endpoint;
    const athena = this.endpoint.add(new Athena({ surroundings, faults, catalog: this.glue, objects: this.s3 }));
    for (const [name, cutoffBytes] of [
      [ANALYSTS, 10 * 2 ** 30],
      [CURATION, 100 * 2 ** 30],
      ['frugal', 10_000_000],
    ] as const) {
      await provision(athena, 'AWS::Athena::WorkGroup', workgroup(name, cutoffBytes));
    }
    return athena;
  }

  /** Writes rows as one Parquet object of a table, below its prefix; returns its key. */
  async write(table: LakeTable, place: string, rows: readonly object[]): Promise<string> {
    const { parquet, unconverted } = await this.convert(table, rows);
    if (!parquet || unconverted.length > 0)
      throw new Error(`Not rows of ${table.name}: ${unconverted[0]?.reason ?? ''}`);
    const key = `${table.prefix}/${place}`;
    await this.s3.putObject(BUCKET, key, parquet);
    return key;
  }

  /** Rows of a curated table's partition, swapped in as a run of curation does it. */
  async writeCurated(table: LakeTable, key: string, rows: readonly object[]): Promise<void> {
    const runId = '20260101T000000Z-aaaaaa';
    const folder = `${table.partitionKeys[0] ?? ''}=${key}/run=${runId}-1/`;
    await this.write(table, `${folder}rows.parquet`, rows);
    await this.catalog.swap(table.name, key, `s3://${BUCKET}/${table.prefix}/${folder}`, runId);
  }

  /** Writes what a SELECT of DuckDB's gives as an object, of whatever columns. */
  async writeSelect(key: string, select: string): Promise<void> {
    const path = join(this.s3.root, BUCKET, `${key}.writing`);
    await this.s3.putObject(BUCKET, `${key}.writing`, Buffer.alloc(0));
    await withDuckDb((connection) => connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet)`));
    await this.s3.putObject(BUCKET, key, readFileSync(path));
    rmSync(path);
  }

  async start(sql: string, input: Partial<StartQueryExecutionCommandInput> = {}): Promise<string> {
    const { QueryExecutionId = '' } = await this.athena.send(
      new StartQueryExecutionCommand({
        QueryString: sql,
        WorkGroup: ANALYSTS,
        QueryExecutionContext: { Database: DATABASE },
        ...input,
      }),
    );
    return QueryExecutionId;
  }

  /** Runs a statement to its end, whichever that is. */
  async ask(sql: string, input: Partial<StartQueryExecutionCommandInput> = {}): Promise<Asked> {
    return this.end(await this.start(sql, input));
  }

  async end(id: string): Promise<Asked> {
    for (;;) {
      const { QueryExecution } = await this.athena.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
      const { State: state = '', StateChangeReason: reason } = QueryExecution?.Status ?? {};
      const bytes = QueryExecution?.Statistics?.DataScannedInBytes ?? -1;
      if (state === 'SUCCEEDED') {
        const { ResultSet } = await this.athena.send(new GetQueryResultsCommand({ QueryExecutionId: id }));
        const [header = [], ...rows] = (ResultSet?.Rows ?? []).map(({ Data = [] }) =>
          Data.map(({ VarCharValue }) => VarCharValue),
        );
        return { id, state, reason, header: header.map(String), rows, bytes };
      }
      if (state === 'FAILED' || state === 'CANCELLED') return { id, state, reason, header: [], rows: [], bytes };
      await delay(10);
    }
  }

  async close(): Promise<void> {
    for (const client of [this.athena, this.s3Client, this.glueClient]) client.destroy();
    await this.endpoint.close();
  }

  private convert({ columns }: LakeTable, rows: readonly object[]): Promise<Converted> {
    const ndjson = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const types = new Map(Object.entries(columns).map(([name, type]) => [name, parseColumnType(type)]));
    return convertToParquet(ndjson, types, 'snappy', join(this.endpoint.surroundings.stateDir, 'writing'));
  }
}

const workgroup = (Name: string, BytesScannedCutoffPerQuery: number): JsonObject => ({
  Name,
  WorkGroupConfiguration: {
    EnforceWorkGroupConfiguration: true,
    BytesScannedCutoffPerQuery,
    ResultConfiguration: { OutputLocation: `s3://results/${Name}/` },
  },
});

/** A catalog with every table of the lake; also in the place of an earlier one: a restart. */
export const startGlue = async (endpoint: Endpoint): Promise<Glue> => {
  const glue = endpoint.add(new Glue(endpoint.surroundings));
  await provision(glue, 'AWS::Glue::Database', { DatabaseInput: { Name: DATABASE } });
  for (const table of LAKE_TABLES) {
    await provision(glue, 'AWS::Glue::Table', { DatabaseName: DATABASE, TableInput: tableInput(table) });
  }
  return glue;
};

const tableInput = ({ name, prefix, columns, partitionKeys }: LakeTable): JsonObject => ({
  Name: name,
  StorageDescriptor: {
    Columns: Object.entries(columns).map(([Name, Type]) => ({ Name, Type })),
    Location: `s3://${BUCKET}/${prefix}/`,
    SerdeInfo: {
      SerializationLibrary: name === ERASED_VIEWERS.name ? 'org.openx.data.jsonserde.JsonSerDe' : 'ParquetHiveSerDe',
    },
  },
  PartitionKeys: partitionKeys.map((Name) => ({ Name, Type: 'string' })),
  Parameters: { 'projection.enabled': String(name === RAW_VIEWING_EVENTS.name) },
});
