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
import { LAKE_TABLES, type LakeTable, QUARANTINED_EVENTS } from '../../domain/lake/tables';
import { databaseName } from '../../domain/names';
import { settingsOf } from '../foundation/subsystem-stack';

/** The first partition of raw events. A query outside the range returns no rows and no error. */
const FIRST_DATE = '2024-01-01';

/** The partitions of arrivals. Athena derives them from the clock, so that no crawler has to add them. */
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
  private readonly tables = new Map<string, S3Table>();

  constructor(scope: Construct, id: string, bucket: IBucket) {
    super(scope, id);
    this.database = new Database(this, 'Database', {
      databaseName: databaseName(settingsOf(this).name),
      description: 'Every playback event, raw and curated.',
      removalPolicy: settingsOf(this).removalPolicy,
    });
    for (const table of LAKE_TABLES) this.add(table, bucket);
  }

  /** Adds a table over the quarantine's objects. */
  addQuarantine(quarantine: IBucket): void {
    this.add(QUARANTINED_EVENTS, quarantine);
  }

  /** A table, as the schema of Firehose. */
  schemaOf({ name }: LakeTable): CfnTable {
    return this.tableNamed(name).node.defaultChild as CfnTable;
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
    const resources = [
      catalogArn,
      this.database.databaseArn,
      ...tables.map(({ name }) => this.tableNamed(name).tableArn),
    ];
    const actions = calls.map((call) => `glue:${call}`);
    grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions, resources }));
  }

  private tableNamed(name: string): S3Table {
    const found = this.tables.get(name);
    if (!found) throw new Error(`The lake has no table ${name}.`);
    return found;
  }

  private add(table: LakeTable, bucket: IBucket): void {
    const added = new S3Table(this, constructIdOf(table), {
      database: this.database,
      tableName: table.name,
      description: table.description,
      columns: Object.entries(table.columns).map(([name, type]): Column => ({ name, type: TYPES[type] })),
      partitionKeys: table.partitionKeys.map((name) => ({ name, type: Schema.STRING })),
      dataFormat: table.format === 'json' ? DataFormat.JSON : DataFormat.PARQUET,
      storage: S3TableStorage.fromBucket(bucket),
      s3Prefix: `${table.prefix}/`,
      ...(table.partitionKeys.includes('hour') && { partitionProjection: BY_ARRIVAL }),
    });
    // A table holds the list of its partitions, which no template contains.
    added.applyRemovalPolicy(settingsOf(this).removalPolicy);
    this.tables.set(table.name, added);
  }
}

/** `RawViewingEvents` for the table `raw_viewing_events`. */
const constructIdOf = ({ name }: LakeTable): string =>
  name
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
