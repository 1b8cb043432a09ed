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
import { type LakeTable, LAKE_TABLES } from '../../domain/lake/tables';
import { parseColumnType } from '../../local/duckdb/column-type';
import { convertToParquet } from '../../local/duckdb/convert-to-parquet';
import { withDuckDb } from '../../local/duckdb/database';
import type { JsonObject } from '../../local/service';
import { Athena } from '../../local/services/athena';
import { Glue } from '../../local/services/glue';
import { S3 } from '../../local/services/s3';
import { Endpoint, provision } from './endpoint';

/** What a query came to: its state and reason, its rows without the header, and the bytes it read. */
export interface Asked {
  readonly id: string;
  readonly state: string;
  readonly reason: string | undefined;
  readonly header: readonly string[];
  readonly rows: readonly (readonly (string | undefined)[])[];
  readonly bytes: number;
}

const DATABASE = 'playhead';

/** S3, Glue and Athena with the lake's tables, as small as a test needs them. */
export class TestLake {
  private constructor(
    readonly endpoint: Endpoint,
    readonly s3: S3,
    readonly glue: Glue,
    readonly athena: AthenaClient,
  ) {}

  static async open(): Promise<TestLake> {
    const endpoint = await Endpoint.open();
    const s3 = endpoint.add(new S3(endpoint.surroundings, endpoint.faults));
    for (const BucketName of ['lake', 'results', 'other']) await provision(s3, 'AWS::S3::Bucket', { BucketName });
    const lake = new TestLake(endpoint, s3, await startGlue(endpoint), new AthenaClient(endpoint.clientConfig()));
    await lake.startAthena();
    return lake;
  }

  /** Also in the place of an earlier one: a restart. */
  async startAthena(): Promise<Athena> {
    const { surroundings, faults } = this.endpoint;
    const athena = this.endpoint.add(new Athena({ surroundings, faults, catalog: this.glue, objects: this.s3 }));
    await provision(athena, 'AWS::Athena::WorkGroup', workgroup('analysts'));
    await provision(athena, 'AWS::Athena::WorkGroup', workgroup('frugal', { BytesScannedCutoffPerQuery: 10_000_000 }));
    return athena;
  }

  /** Writes rows as one Parquet object of a table, below its prefix. */
  async write(table: LakeTable, place: string, rows: readonly object[]): Promise<void> {
    const ndjson = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const columns = new Map(Object.entries(table.columns).map(([name, type]) => [name, parseColumnType(type)]));
    const folder = join(this.endpoint.surroundings.stateDir, 'writing');
    const { parquet, unconverted } = await convertToParquet(ndjson, columns, 'snappy', folder);
    if (!parquet || unconverted.length > 0)
      throw new Error(`Not rows of ${table.name}: ${unconverted[0]?.reason ?? ''}`);
    await this.s3.putObject('lake', `${table.prefix}/${place}`, parquet);
  }

  /** Writes what a SELECT of DuckDB's gives as an object, of whatever columns. */
  async writeSelect(key: string, select: string): Promise<void> {
    const path = join(this.s3.root, 'lake', `${key}.writing`);
    await this.s3.putObject('lake', `${key}.writing`, Buffer.alloc(0));
    await withDuckDb((connection) => connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet)`));
    await this.s3.putObject('lake', key, readFileSync(path));
    rmSync(path);
  }

  async start(sql: string, input: Partial<StartQueryExecutionCommandInput> = {}): Promise<string> {
    const { QueryExecutionId = '' } = await this.athena.send(
      new StartQueryExecutionCommand({
        QueryString: sql,
        WorkGroup: 'analysts',
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
    this.athena.destroy();
    await this.endpoint.close();
  }
}

const workgroup = (Name: string, configuration: JsonObject = {}): JsonObject => ({
  Name,
  WorkGroupConfiguration: {
    EnforceWorkGroupConfiguration: true,
    ResultConfiguration: { OutputLocation: `s3://results/${Name}/` },
    ...configuration,
  },
});

/** A catalog with every table of the lake in the bucket `lake`; also in the place of an earlier one: a restart. */
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
    Location: `s3://lake/${prefix}/`,
    SerdeInfo: {
      SerializationLibrary: name === 'erased_viewers' ? 'org.openx.data.jsonserde.JsonSerDe' : 'ParquetHiveSerDe',
    },
  },
  PartitionKeys: partitionKeys.map((Name) => ({ Name, Type: 'string' })),
  Parameters: { 'projection.enabled': String(prefix.startsWith('raw/')) },
});
