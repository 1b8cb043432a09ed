import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { EmbeddedTables, Endpoint } from 'embedded-cloud/testing';
import { type LakeTable, LAKE_TABLES } from '../../domain/lake';
import { LakeCatalog } from '../../lambdas/lake/lake-catalog';
import { LakeObjects } from '../../lambdas/lake/lake-objects';

/** The names of the bucket, database and workgroups of the test lake. */
export const [BUCKET, DATABASE, ANALYSTS, CURATION] = [
  'lake',
  'playhead_dev',
  'playhead-dev-analysts',
  'playhead-dev-curation',
] as const;

const namesOf = (which: (table: LakeTable) => boolean): readonly string[] =>
  LAKE_TABLES.filter(which).map(({ name }) => name);

/** The tables of the lake on embedded S3, Glue and Athena, without a stream or functions. */
export class EmbeddedLake extends EmbeddedTables {
  readonly objects: LakeObjects;
  readonly catalog: LakeCatalog;
  private readonly s3Client: S3Client;
  private readonly glueClient: GlueClient;

  private constructor(endpoint: Endpoint) {
    super(endpoint, {
      database: DATABASE,
      bucket: BUCKET,
      tables: LAKE_TABLES,
      json: namesOf(({ format }) => format === 'json'),
      projected: namesOf(({ partitionKeys }) => partitionKeys.includes('hour')),
      workgroups: { [ANALYSTS]: 10 * 2 ** 30, [CURATION]: 100 * 2 ** 30 },
    });
    this.s3Client = new S3Client({ ...endpoint.clientConfig(3), forcePathStyle: true });
    this.glueClient = new GlueClient(endpoint.clientConfig(3));
    this.objects = new LakeObjects(this.s3Client, BUCKET);
    this.catalog = new LakeCatalog(this.glueClient, DATABASE);
  }

  static override async open(): Promise<EmbeddedLake> {
    return new EmbeddedLake(await Endpoint.open()).declare();
  }

  /** Writes a partition of a curated table and makes it the current one, as a curation run does. */
  async writeCurated(table: LakeTable, key: string, rows: readonly object[]): Promise<void> {
    const runId = '20260101T000000Z-aaaaaa';
    const folder = `${table.partitionKeys[0] ?? ''}=${key}/run=${runId}-1/`;
    await this.write(table, `${folder}rows.parquet`, rows);
    await this.catalog.swap(table.name, key, `s3://${BUCKET}/${table.prefix}/${folder}`, runId);
  }

  override async close(): Promise<void> {
    for (const client of [this.s3Client, this.glueClient]) client.destroy();
    await super.close();
  }
}
