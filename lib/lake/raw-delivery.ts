import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import {
  DeliveryStream,
  EnableLogging,
  InputFormat,
  KinesisStreamSource,
  ParquetCompression,
  ParquetOutputFormat,
  S3Bucket,
  SchemaConfiguration,
} from 'aws-cdk-lib/aws-kinesisfirehose';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { RAW_ERRORS_PREFIX, RAW_VIEWING_EVENTS } from '../../domain/lake/tables';
import type { StageConfig } from '../stages/config';
import { acknowledge, logicalIdOf } from '../foundation/acknowledge';
import type { EventStream } from '../ingest/event-stream';
import type { LakeTables } from './lake-tables';
import { MAXIMUM_BY_MINUTE, SUM_BY_MINUTE } from '../foundation/metrics';

/** Properties of a {@link RawDelivery}. */
export interface RawDeliveryProps {
  readonly stage: StageConfig;
  readonly events: EventStream;
  readonly bucket: IBucket;
  readonly tables: LakeTables;
}

/** viewing-events → Parquet by date and hour of arrival. */
export class RawDelivery extends Construct {
  readonly deliveryStream: DeliveryStream;

  constructor(scope: Construct, id: string, { stage, events, bucket, tables }: RawDeliveryProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/playhead/${stage.name}/raw-viewing-events`,
      retention: stage.logRetention,
      removalPolicy: stage.removalPolicy,
    });
    this.deliveryStream = new DeliveryStream(this, 'DeliveryStream', {
      deliveryStreamName: `playhead-${stage.name}-raw-viewing-events`,
      source: new KinesisStreamSource(events.stream),
      destination: new S3Bucket(bucket, {
        dataOutputPrefix: `${RAW_VIEWING_EVENTS.prefix}/dt=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/`,
        errorOutputPrefix: `${RAW_ERRORS_PREFIX}/!{firehose:error-output-type}/dt=!{timestamp:yyyy-MM-dd}/`,
        bufferingSize: stage.lake.buffer.size,
        bufferingInterval: stage.lake.buffer.interval,
        fileExtension: '.parquet',
        loggingConfig: new EnableLogging(logGroup),
        dataFormatConversion: {
          schemaConfiguration: SchemaConfiguration.fromCfnTable(tables.rawSchema),
          inputFormat: InputFormat.OPENX_JSON,
          // Snappy: of what Firehose writes the one that Athena and Redshift both read at full speed; see docs/decisions/0012.
          outputFormat: new ParquetOutputFormat({ compression: ParquetCompression.SNAPPY }),
        },
      }),
    });
    acknowledge(
      this.deliveryStream,
      "CDK's own grant to Firehose: it reads this one stream, and lists, writes and aborts uploads in this one bucket, under keys it makes up.",
      ...['GetObject*', 'GetBucket*', 'List*', 'DeleteObject*', 'Abort*'].map((action) => `IAM5[Action::s3:${action}]`),
      `IAM5[Resource::<${logicalIdOf(bucket)}.Arn>/*]`,
    );
    acknowledge(
      this.deliveryStream,
      'glue:GetSchemaVersion, of the same grant, has no resource to name.',
      'IAM5[Resource::*]',
    );
    acknowledge(
      this.deliveryStream,
      'What it reads is encrypted in the stream, and what it writes in the bucket.',
      'KDF1',
    );
  }

  /** Records delivered as objects. */
  metricDelivered(options?: MetricOptions): Metric {
    return this.deliveryStream.metric('DeliveryToS3.Records', { ...SUM_BY_MINUTE, ...options });
  }

  /** Age of the oldest record that is not in the bucket yet, s. */
  metricFreshness(options?: MetricOptions): Metric {
    return this.deliveryStream.metric('DeliveryToS3.DataFreshness', { ...MAXIMUM_BY_MINUTE, ...options });
  }

  /** Records that were no rows of the table; they lie under the error prefix. */
  metricUnconverted(options?: MetricOptions): Metric {
    return this.deliveryStream.metric('FailedConversion.Records', { ...SUM_BY_MINUTE, ...options });
  }
}
