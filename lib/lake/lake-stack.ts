import { CfnOutput, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageConfig } from '../stages/config';
import { Curate } from './curate';
import { ExperimentViews } from '../experiments/experiment-views';
import { LakeBucket } from './lake-bucket';
import { LakeTables } from './lake-tables';
import { NamedQueries } from './named-queries';
import { PrivateBucket } from '../foundation/private-bucket';
import { RawDelivery } from './raw-delivery';
import { Workgroup } from './workgroup';
import type { IngestStack } from '../ingest/ingest-stack';

/** All history: viewing-events → raw Parquet → curated tables, read through Athena. */
export class LakeStack extends Stack {
  readonly stage: StageConfig;
  readonly lake: LakeBucket;
  readonly tables: LakeTables;
  readonly queryResults: PrivateBucket;
  readonly rawDelivery: RawDelivery;
  readonly analysts: Workgroup;
  readonly curation: Workgroup;
  readonly curate: Curate;

  constructor(
    scope: Construct,
    id: string,
    stage: StageConfig,
    { events, quarantine }: IngestStack,
    props?: StackProps,
  ) {
    super(scope, id, props);
    this.stage = stage;
    this.lake = new LakeBucket(this, 'Lake', stage);
    const { bucket } = this.lake;
    const tables = new LakeTables(this, 'Tables', stage, bucket);
    tables.addQuarantine(quarantine.bucket);
    this.tables = tables;
    this.rawDelivery = new RawDelivery(this, 'RawDelivery', { stage, events, bucket, tables });
    const results = new PrivateBucket(this, 'QueryResults', {
      removalPolicy: stage.removalPolicy,
      expiration: stage.lake.queryResultRetention,
    });
    this.queryResults = results;
    this.analysts = new Workgroup(this, 'Analysts', {
      stage,
      use: 'analysts',
      description: 'Questions that people ask.',
      cutoff: stage.lake.analystCutoff,
      results,
    });
    this.curation = new Workgroup(this, 'Curation', {
      stage,
      use: 'curation',
      description: 'The statements of curation.',
      cutoff: stage.lake.curationCutoff,
      results,
    });
    this.curate = new Curate(this, 'Curate', { stage, bucket, tables, workgroup: this.curation });
    new NamedQueries(this, 'NamedQueries', tables, this.analysts);
    new ExperimentViews(this, 'ExperimentViews', tables.database);
    const reason = "CDK's Firehose construct brings a table of addresses that only destinations inside a VPC use.";
    Validations.of(this).acknowledge({ id: 'CloudFormation-Validate::W7001', reason });
    new CfnOutput(this, 'LakeBucketName', { value: bucket.bucketName, description: 'Where all history lies.' });
  }
}
