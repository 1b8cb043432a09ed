import {
  type Column,
  Database,
  DataFormat,
  PartitionProjectionConfiguration,
  S3Table,
  S3TableStorage,
} from 'aws-cdk-lib/aws-glue';
import { Schema, type Type } from 'aws-cdk-lib/aws-glue';
import type { CfnTable } from 'aws-cdk-lib/aws-glue';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { ColumnType } from '../../domain/families';
import {
  CONTENT,
  CONTENT_WEEKLY,
  ERASED_VIEWERS,
  type LakeTable,
  QUARANTINED_EVENTS,
  RAW_VIEWING_EVENTS,
  SESSIONS,
  TRAINING_EXAMPLES,
  VIEWING_EVENTS,
} from '../../domain/lake/tables';
import { databaseName } from '../../domain/names';
import { settingsOf } from '../foundation/subsystem-stack';

/** The first partition of raw events. A query outside the range returns no rows and no error. */
const FIRST_DATE = '2024-01-01';

/** Athena derives the partitions from the clock, so that no crawler has to add them. */
const BY_ARRIVAL = {
  dt: PartitionProjectionConfiguration.date({ min: FIRST_DATE, max: 'NOW', format: 'yyyy-MM-dd' }),
  hour: PartitionProjectionConfiguration.integer({ min: 0, max: 23, digits: 2 }),
};

const TYPES: Readonly<Record<ColumnType, Type>> = {
  string: Schema.STRING,
  int: Schema.INTEGER,
  bigint: Schema.BIG_INT,
  double: Schema.DOUBLE,
  boolean: Schema.BOOLEAN,
  'array<struct<id:string,variant:string>>': Schema.array(
    Schema.struct([
      { name: 'id', type: Schema.STRING },
      { name: 'variant', type: Schema.STRING },
    ]),
  ),
};

/**
 * What Athena needs to read a table. Source:
 * https://docs.aws.amazon.com/athena/latest/ug/fine-grained-access-to-glue-resources.html
 */
const READ_DEFINITIONS = ['GetDatabase', 'GetTable', 'GetPartition', 'GetPartitions', 'BatchGetPartition'];

/** The tables that domain/lake/tables.ts defines, in the data catalog. */
export class LakeTables extends Construct {
  readonly database: Database;
  readonly raw: S3Table;
  private readonly tables = new Map<string, S3Table>();

  constructor(scope: Construct, id: string, bucket: IBucket) {
    super(scope, id);
    this.database = new Database(this, 'Database', {
      databaseName: databaseName(settingsOf(this).name),
      description: 'Every playback event, raw and curated.',
      removalPolicy: settingsOf(this).removalPolicy,
    });
    this.raw = this.add('RawViewingEvents', RAW_VIEWING_EVENTS, bucket, {
      partitionProjection: BY_ARRIVAL,
    });
    this.add('ViewingEvents', VIEWING_EVENTS, bucket);
    this.add('Sessions', SESSIONS, bucket);
    this.add('TrainingExamples', TRAINING_EXAMPLES, bucket);
    this.add('ContentWeekly', CONTENT_WEEKLY, bucket);
    this.add('ErasedViewers', ERASED_VIEWERS, bucket, { dataFormat: DataFormat.JSON });
    this.add('Content', CONTENT, bucket, { dataFormat: DataFormat.JSON });
  }

  /** Adds a table over the quarantine's objects. */
  addQuarantine(quarantine: IBucket): void {
    const props = { dataFormat: DataFormat.JSON, partitionProjection: BY_ARRIVAL };
    this.add('QuarantinedEvents', QUARANTINED_EVENTS, quarantine, props);
  }

  /** The raw table, as the schema of Firehose. */
  get rawSchema(): CfnTable {
    return this.raw.node.defaultChild as CfnTable;
  }

  /** Allows reading the definitions of tables. */
  grantDefinitions(grantee: IGrantable, ...tables: readonly LakeTable[]): void {
    this.grantCatalog(grantee, READ_DEFINITIONS, tables);
  }

  /** Allows adding partitions to tables, and moving them. */
  grantPartitions(grantee: IGrantable, ...tables: readonly LakeTable[]): void {
    this.grantCatalog(grantee, ['CreatePartition', 'UpdatePartition'], tables);
  }

  private grantCatalog(grantee: IGrantable, calls: readonly string[], tables: readonly LakeTable[]): void {
    const { catalogArn } = this.database.catalog;
    const resources = [catalogArn, this.database.databaseArn, ...tables.map(({ name }) => this.arnOf(name))];
    const actions = calls.map((call) => `glue:${call}`);
    grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions, resources }));
  }

  private arnOf(name: string): string {
    const found = this.tables.get(name);
    if (!found) throw new Error(`The lake has no table ${name}.`);
    return found.tableArn;
  }

  private add(
    id: string,
    table: LakeTable,
    bucket: IBucket,
    props: Partial<ConstructorParameters<typeof S3Table>[2]> = {},
  ): S3Table {
    const added = new S3Table(this, id, {
      database: this.database,
      tableName: table.name,
      description: table.description,
      columns: Object.entries(table.columns).map(([name, type]): Column => ({ name, type: TYPES[type] })),
      partitionKeys: table.partitionKeys.map((name) => ({ name, type: Schema.STRING })),
      dataFormat: DataFormat.PARQUET,
      storage: S3TableStorage.fromBucket(bucket),
      s3Prefix: `${table.prefix}/`,
      ...props,
    });
    // A table holds the list of its partitions, which no template contains.
    added.applyRemovalPolicy(settingsOf(this).removalPolicy);
    this.tables.set(table.name, added);
    return added;
  }
}
