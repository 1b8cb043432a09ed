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
import type { JsonObject } from '../core/service';
import { parseColumnType } from '../duckdb/column-type';
import { convertToParquet } from '../duckdb/convert-to-parquet';
import { withDuckDb } from '../duckdb/database';
import { athena } from '../services/athena';
import { glue } from '../services/glue';
import { s3 } from '../services/s3';
import { Endpoint, provision } from './endpoint';

type Created<Module extends { readonly create: (...context: never[]) => unknown }> = ReturnType<Module['create']>;

/** A table of the data catalog. */
export interface TestTable {
  readonly name: string;
  /** The key prefix of the table's objects, without a slash at either end. */
  readonly prefix: string;
  /** Glue types by column name. */
  readonly columns: Readonly<Record<string, string>>;
  readonly partitionKeys: readonly string[];
}

/** A catalog, and the buckets and workgroups that its tables are queried with. */
export interface TablesOptions {
  readonly database: string;
  /** The bucket of the tables. */
  readonly bucket: string;
  readonly tables: readonly TestTable[];
  /** Names of tables whose objects are JSON; the others are Parquet. */
  readonly json: readonly string[];
  /** Names of tables whose partitions are projected from their paths; the catalog lists those of the others. */
  readonly projected: readonly string[];
  /** Scan limits in bytes by the name of the workgroup; the first is the default one. */
  readonly workgroups: Readonly<Record<string, number>>;
}

/** The result of a query: its state, its rows without the header, and the bytes that it scanned. */
export interface QueryResult {
  readonly id: string;
  readonly state: string;
  readonly reason: string | undefined;
  readonly header: readonly string[];
  readonly rows: readonly (readonly (string | undefined)[])[];
  readonly bytes: number;
}

/** Tables over embedded S3, Glue and Athena, for tests that query them. Results go to the bucket `results`. */
export class EmbeddedTables {
  readonly athena: AthenaClient;
  readonly s3: Created<typeof s3>;
  glue: Created<typeof glue>;

  protected constructor(
    readonly endpoint: Endpoint,
    private readonly options: TablesOptions,
  ) {
    this.athena = new AthenaClient(endpoint.clientConfig());
    this.s3 = endpoint.run(s3);
    this.glue = endpoint.run(glue);
  }

  static async open(options: TablesOptions): Promise<EmbeddedTables> {
    return new EmbeddedTables(await Endpoint.open(), options).declare();
  }

  /** Declares the buckets, tables and workgroups of the options. */
  protected async declare(): Promise<this> {
    for (const BucketName of [this.options.bucket, 'results', 'other']) {
      await provision(this.s3, 'AWS::S3::Bucket', { BucketName });
    }
    await this.declareTables();
    await this.startAthena();
    return this;
  }

  /** Restarts Glue with the same tables. */
  async restartGlue(): Promise<void> {
    this.glue = this.endpoint.run(glue);
    await this.declareTables();
  }

  /** Starts Athena, or restarts it, with the same workgroups. */
  async startAthena(): Promise<Created<typeof athena>> {
    const service = this.endpoint.run(athena);
    for (const [name, cutoffBytes] of Object.entries(this.options.workgroups)) {
      await provision(service, 'AWS::Athena::WorkGroup', workgroup(name, cutoffBytes));
    }
    return service;
  }

  /** Writes rows as one Parquet object below the table's prefix; returns its key. */
  async write({ name, prefix, columns }: TestTable, place: string, rows: readonly object[]): Promise<string> {
    const ndjson = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const types = new Map(Object.entries(columns).map(([column, type]) => [column, parseColumnType(type)]));
    const scratch = join(this.endpoint.surroundings.stateDir, 'writing');
    const { parquet, unconverted } = await convertToParquet(ndjson, types, 'snappy', scratch);
    if (!parquet || unconverted.length > 0) throw new Error(`Not rows of ${name}: ${unconverted[0]?.reason ?? ''}`);
    const key = `${prefix}/${place}`;
    await this.s3.putObject(this.options.bucket, key, parquet);
    return key;
  }

  /** Writes the result of a DuckDB SELECT as an object; its columns need not be those of a table. */
  async writeSelect(key: string, select: string): Promise<void> {
    const { bucket } = this.options;
    const path = join(this.s3.root, bucket, `${key}.writing`);
    await this.s3.putObject(bucket, `${key}.writing`, Buffer.alloc(0));
    await withDuckDb((connection) => connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet)`));
    await this.s3.putObject(bucket, key, readFileSync(path));
    rmSync(path);
  }

  /** Starts a statement in the first workgroup; returns the id of its execution. */
  async start(sql: string, input: Partial<StartQueryExecutionCommandInput> = {}): Promise<string> {
    const { QueryExecutionId = '' } = await this.athena.send(
      new StartQueryExecutionCommand({
        QueryString: sql,
        WorkGroup: Object.keys(this.options.workgroups)[0],
        QueryExecutionContext: { Database: this.options.database },
        ...input,
      }),
    );
    return QueryExecutionId;
  }

  /** Runs a statement until it succeeds, fails or is cancelled. */
  async ask(sql: string, input: Partial<StartQueryExecutionCommandInput> = {}): Promise<QueryResult> {
    return this.end(await this.start(sql, input));
  }

  /** Waits until an execution succeeds, fails or is cancelled. */
  async end(id: string): Promise<QueryResult> {
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
    this.athena.destroy();
    await this.endpoint.close();
  }

  private async declareTables(): Promise<void> {
    const { database, tables } = this.options;
    await provision(this.glue, 'AWS::Glue::Database', { DatabaseInput: { Name: database } });
    for (const table of tables) {
      await provision(this.glue, 'AWS::Glue::Table', { DatabaseName: database, TableInput: this.tableInput(table) });
    }
  }

  private tableInput({ name, prefix, columns, partitionKeys }: TestTable): JsonObject {
    const { bucket, json, projected } = this.options;
    return {
      Name: name,
      StorageDescriptor: {
        Columns: Object.entries(columns).map(([Name, Type]) => ({ Name, Type })),
        Location: `s3://${bucket}/${prefix}/`,
        SerdeInfo: {
          SerializationLibrary: json.includes(name) ? 'org.openx.data.jsonserde.JsonSerDe' : 'ParquetHiveSerDe',
        },
      },
      PartitionKeys: partitionKeys.map((Name) => ({ Name, Type: 'string' })),
      Parameters: { 'projection.enabled': String(projected.includes(name)) },
    };
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
