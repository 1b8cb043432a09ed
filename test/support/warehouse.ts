import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { RedshiftQueries } from 'aws-clients/redshift';
import { convertToParquet, parseColumnType } from 'embedded-cloud/duckdb';
import { redshiftData } from 'embedded-cloud/services/redshift-data';
import { s3 as s3Service } from 'embedded-cloud/services/s3';
import { Endpoint, provision } from 'embedded-cloud/testing';
import type { ColumnType } from '../../domain/families';
import { type LakeTable, RAW_VIEWING_EVENTS } from '../../domain/lake';
import { load, type LoadReport, prepare } from '../../lambdas/warehouse/load-warehouse/load';
import type { LoadServices } from '../../lambdas/warehouse/load-warehouse/load-services';
import { LakeObjects } from '../../lambdas/lake/lake-objects';
import { statementText } from './sql';

const BUCKET = 'lake';
const NAME = 'playhead-dev';

/** The text of a statement, as stored beside the bundle. */
export const readSql = statementText('warehouse', 'experiments', 'experiments/redshift');

/** A lake and a warehouse of the embedded cloud, and the services that load the warehouse from the lake. */
export class TestWarehouse {
  now: number;

  private constructor(
    readonly endpoint: Endpoint,
    readonly services: LoadServices,
    readonly redshift: RedshiftDataClient,
    readonly warehouse: RedshiftQueries,
    readonly readers: RedshiftQueries,
    private readonly s3: S3Client,
    clock: { now: number },
  ) {
    this.now = clock.now;
    Object.defineProperty(clock, 'now', { get: () => this.now });
  }

  static async open(now: number): Promise<TestWarehouse> {
    const endpoint = await Endpoint.open();
    const objects = endpoint.run(s3Service);
    await provision(objects, 'AWS::S3::Bucket', { BucketName: BUCKET });
    const service = endpoint.run(redshiftData);
    await provision(service, 'AWS::RedshiftServerless::Namespace', {
      NamespaceName: NAME,
      DbName: 'playhead',
      AdminUsername: 'mirror',
    });
    await provision(service, 'AWS::RedshiftServerless::Workgroup', {
      WorkgroupName: NAME,
      NamespaceName: NAME,
      BaseCapacity: 4,
    });
    const s3 = new S3Client({ ...endpoint.clientConfig(), forcePathStyle: true });
    const redshift = new RedshiftDataClient(endpoint.clientConfig());
    const target = { workgroup: NAME, database: 'playhead', timeoutMs: 240_000 };
    const warehouse = new RedshiftQueries(redshift, { ...target, secretName: `redshift!${NAME}-mirror` });
    const clock = { now };
    const services: LoadServices = {
      warehouse,
      timeoutMs: target.timeoutMs,
      objects: new LakeObjects(s3, BUCKET),
      read: readSql,
      copyRole: 'arn:aws:iam::000000000000:role/copy',
      now: () => clock.now,
    };
    const readers = new RedshiftQueries(redshift, target);
    return new TestWarehouse(endpoint, services, redshift, warehouse, readers, s3, clock);
  }

  /** Writes an object as Firehose does for events that arrived on a date. */
  arrive(name: string, events: readonly object[], arrival: string, columns = RAW_COLUMNS): Promise<void> {
    return this.write(`${RAW_VIEWING_EVENTS.prefix}/dt=${arrival}/hour=00/${name}.parquet`, events, columns);
  }

  /** Writes rows as one Parquet object. */
  async write(key: string, rows: readonly object[], columns: typeof RAW_COLUMNS): Promise<void> {
    const ndjson = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const scratch = join(this.endpoint.surroundings.stateDir, 'tmp');
    const { parquet } = await convertToParquet(ndjson, columns, 'snappy', scratch);
    if (!parquet) throw new Error('There are no rows.');
    await this.put(key, parquet);
  }

  async put(Key: string, Body: Buffer): Promise<void> {
    await this.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
  }

  async prepare(): Promise<void> {
    await prepare(this.services);
  }

  load(): Promise<LoadReport> {
    return load(this.services, this.now + 60_000);
  }

  /** The rows that readers see, as sorted JSON. */
  async shown(table = 'viewing_events'): Promise<readonly string[]> {
    return (await this.readers.rows(`SELECT * FROM ${table}`)).map((row) => JSON.stringify(row)).sort();
  }

  async close(): Promise<void> {
    this.redshift.destroy();
    this.s3.destroy();
    await this.endpoint.close();
  }
}

/** The columns of a table with the types of the engine. */
export const columnsOf = ({ columns }: LakeTable): ReadonlyMap<string, ReturnType<typeof parseColumnType>> =>
  new Map(Object.entries<ColumnType>(columns).map(([name, type]) => [name, parseColumnType(type)]));

/** The columns of raw. */
export const RAW_COLUMNS = columnsOf(RAW_VIEWING_EVENTS);
