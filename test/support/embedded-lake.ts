import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { LAKE_TABLES, type LakeTable, RAW_VIEWING_EVENTS } from '../../domain/lake/tables';
import { LakeCatalog } from '../../lambdas/shared/lake-catalog';
import { LakeObjects } from '../../lambdas/shared/lake-objects';
import { parseColumnType } from '../../local/duckdb/column-type';
import { convertToParquet } from '../../local/duckdb/convert-to-parquet';
import { Athena } from '../../local/services/athena';
import { Glue } from '../../local/services/glue';
import { S3 } from '../../local/services/s3';
import { Endpoint, provision } from './endpoint';

const BUCKET = 'lake';
const DATABASE = 'playhead_dev';

/** The lake's tables over embedded S3, Glue and Athena: no stream, no functions. */
export class EmbeddedLake {
  private constructor(
    readonly endpoint: Endpoint,
    private readonly s3: S3,
    readonly objects: LakeObjects,
    readonly catalog: LakeCatalog,
  ) {}

  /** With the workgroup playhead-dev-analysts, in which a query is stopped beyond `cutoffBytes`. */
  static async open(cutoffBytes = 10 * 2 ** 30): Promise<EmbeddedLake> {
    const endpoint = await Endpoint.open();
    const { surroundings, faults } = endpoint;
    const s3 = endpoint.add(new S3(surroundings, faults));
    const glue = endpoint.add(new Glue(surroundings));
    const athena = endpoint.add(new Athena({ surroundings, faults, catalog: glue, objects: s3 }));
    const settings = endpoint.clientConfig();
    const client = new S3Client({ ...settings, forcePathStyle: true });
    await provision(s3, 'AWS::S3::Bucket', { BucketName: BUCKET });
    await provision(glue, 'AWS::Glue::Database', { DatabaseInput: { Name: DATABASE } });
    for (const table of LAKE_TABLES) {
      await provision(glue, 'AWS::Glue::Table', { DatabaseName: DATABASE, TableInput: toInput(table) });
    }
    for (const use of ['analysts', 'curation']) {
      const location = `s3://${BUCKET}/results/${use}/`;
      await provision(athena, 'AWS::Athena::WorkGroup', {
        Name: `playhead-dev-${use}`,
        WorkGroupConfiguration: {
          EnforceWorkGroupConfiguration: true,
          BytesScannedCutoffPerQuery: cutoffBytes,
          ResultConfiguration: { OutputLocation: location },
        },
      });
    }
    await provision(athena, 'AWS::Athena::NamedQuery', {
      Name: 'Audit: the sessions of a viewer',
      Description: 'What one viewer watched.',
      Database: DATABASE,
      WorkGroup: 'playhead-dev-analysts',
      QueryString: '-- as it is filed\nSELECT dt, session_id FROM sessions WHERE viewer_id = ? ORDER BY dt',
    });
    const lake = new LakeObjects(client, BUCKET);
    return new EmbeddedLake(endpoint, s3, lake, new LakeCatalog(new GlueClient(settings), DATABASE));
  }

  close(): Promise<void> {
    return this.endpoint.close();
  }

  /** Writes one Parquet object of rows and returns its key. */
  async write(table: LakeTable, folder: string, rows: readonly object[], name = 'rows'): Promise<string> {
    const columns = new Map(Object.entries(table.columns).map(([column, type]) => [column, parseColumnType(type)]));
    const ndjson = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const scratch = mkdtempSync(join(tmpdir(), 'playhead-'));
    const { parquet, unconverted } = await convertToParquet(ndjson, columns, 'zstd', scratch);
    if (!parquet) throw new Error(`No row of ${table.name}: ${unconverted[0]?.reason ?? 'none given'}`);
    const key = `${table.prefix}/${folder}${name}.parquet`;
    await this.s3.putObject(BUCKET, key, parquet);
    return key;
  }

  /** Rows of a curated table's partition, swapped in as a run of curation does it. */
  async writeCurated(table: LakeTable, key: string, rows: readonly object[]): Promise<void> {
    const folder = `${table.partitionKeys[0] ?? ''}=${key}/run=20260101T000000Z-aaaaaa-1/`;
    await this.write(table, folder, rows);
    await this.catalog.swap(table.name, key, `s3://${BUCKET}/${table.prefix}/${folder}`, '20260101T000000Z-aaaaaa');
  }
}

const toInput = (table: LakeTable) => ({
  Name: table.name,
  PartitionKeys: table.partitionKeys.map((Name) => ({ Name, Type: 'string' })),
  StorageDescriptor: {
    Columns: Object.entries(table.columns).map(([Name, Type]) => ({ Name, Type })),
    Location: `s3://${BUCKET}/${table.prefix}/`,
    SerdeInfo: {
      SerializationLibrary: table.name === 'erased_viewers' ? 'org.openx.data.jsonserde.JsonSerDe' : 'parquet',
    },
  },
  ...(table.name === RAW_VIEWING_EVENTS.name && {
    Parameters: { 'projection.enabled': 'true', 'projection.dt.type': 'date', 'projection.hour.type': 'integer' },
  }),
});
