import { CfnOutput, Duration, Validations } from 'aws-cdk-lib';
import { RAW_VIEWING_EVENTS } from '../../domain/lake';
import type { AlarmRecipient } from '../foundation/operational-alarm';
import { PipelineAlarms } from '../foundation/pipeline-alarms';
import { PrivateBucket } from '../foundation/private-bucket';
import type { StageScope } from '../foundation/stage-scope';
import { SubsystemStack } from '../foundation/subsystem-stack';
import { declareViewerData } from '../foundation/viewer-data';
import type { EventStream, Quarantine } from '../ingest';
import type { LakeConfig } from './config';
import { Curate } from './curate';
import { lakeAlarms } from './lake-alarms';
import { LakeBucket } from './lake-bucket';
import { LakeDashboard } from './lake-dashboard';
import { LakeTables } from './lake-tables';
import { NamedQueries } from './named-queries';
import { RawDelivery } from './raw-delivery';
import { Workgroup } from './workgroup';

/** Athena keeps the texts of queries for 45 days. Source: "View recent queries", Amazon Athena User Guide. */
const QUERY_HISTORY = Duration.days(45);

/** Properties of a {@link LakeStack}. */
export interface LakeStackProps {
  readonly config: LakeConfig;
  readonly events: EventStream;
  readonly quarantine: Quarantine;
  readonly recipient: AlarmRecipient;
}

/** All history: viewing-events → raw Parquet → curated tables, read through Athena. */
export class LakeStack extends SubsystemStack {
  readonly bucket: LakeBucket;
  readonly tables: LakeTables;
  readonly queryResults: PrivateBucket;
  /** The workgroup of the pipeline's own statements. */
  readonly curation: Workgroup;

  constructor(scope: StageScope, subsystem: string, { config, events, quarantine, recipient }: LakeStackProps) {
    super(scope, subsystem);
    const bucket = (this.bucket = new LakeBucket(this, 'LakeBucket', config));
    const tables = (this.tables = new LakeTables(this, 'Tables', bucket));
    tables.addQuarantine(quarantine.bucket);
    const raw = { events, table: RAW_VIEWING_EVENTS };
    const rawDelivery = new RawDelivery(this, 'RawDelivery', { buffer: config.buffer, ...raw, bucket, tables });
    const results = (this.queryResults = new PrivateBucket(this, 'QueryResults', {
      expiration: config.queryResultRetention,
      viewerData: { keeps: 'pseudonyms', ends: config.queryResultRetention, where: 'results of queries' },
    }));
    const analysts = new Workgroup(this, 'Analysts', {
      use: 'analysts',
      description: 'Queries of analysts and operators.',
      cutoff: config.analystCutoff,
      results,
    });
    declareViewerData(analysts.resource, { keeps: 'pseudonyms', ends: QUERY_HISTORY, where: 'history of queries' });
    this.curation = new Workgroup(this, 'Curation', {
      use: 'curation',
      description: 'The statements of curation.',
      cutoff: config.curationCutoff,
      results,
    });
    const curate = new Curate(this, 'Curate', { config, bucket, tables, workgroup: this.curation });
    new NamedQueries(this, 'NamedQueries', tables, analysts);
    const bufferInterval = config.buffer.interval;
    new PipelineAlarms(this, 'Alarms', recipient, lakeAlarms({ rawDelivery, curate, bufferInterval }));
    new LakeDashboard(this, 'Dashboard', { rawDelivery, curate, workgroups: [analysts, this.curation] });
    const reason = "CDK's Firehose construct adds a table of addresses that only destinations inside a VPC use.";
    Validations.of(this).acknowledge({ id: 'CloudFormation-Validate::W7001', reason });
    new CfnOutput(this, 'LakeBucketName', { value: bucket.bucketName, description: 'The bucket of all history.' });
  }
}
