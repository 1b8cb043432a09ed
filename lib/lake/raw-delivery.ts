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
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { type LakeTable, rawErrorsPrefixOf } from '../../domain/lake/tables';
import { acknowledge, logicalIdOf } from '../foundation/acknowledge';
import { MAXIMUM_BY_MINUTE, SUM_BY_MINUTE } from '../foundation/metrics';
import { StageLogGroup } from '../foundation/stage-log-group';
import { nameIn } from '../foundation/subsystem-stack';
import type { EventStream } from '../ingest';
import type { LakeConfig } from './config';
import type { LakeTables } from './lake-tables';

/** Properties of a {@link RawDelivery}. */
export interface RawDeliveryProps {
  readonly buffer: LakeConfig['buffer'];
  readonly events: EventStream;
  /** The raw table that receives the events. */
  readonly table: LakeTable;
  readonly bucket: IBucket;
  readonly tables: LakeTables;
}

/** The stream of an event family → Parquet by date and hour of arrival. */
export class RawDelivery extends Construct {
  readonly deliveryStream: DeliveryStream;

  constructor(scope: Construct, id: string, { buffer, events, table, bucket, tables }: RawDeliveryProps) {
    super(scope, id);
    const name = table.name.replaceAll('_', '-');
    this.deliveryStream = new DeliveryStream(this, 'DeliveryStream', {
      deliveryStreamName: nameIn(this, name),
      source: new KinesisStreamSource(events.stream),
      destination: new S3Bucket(bucket, {
        dataOutputPrefix: `${table.prefix}/dt=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/`,
        errorOutputPrefix: `${rawErrorsPrefixOf(table)}/!{firehose:error-output-type}/dt=!{timestamp:yyyy-MM-dd}/`,
        bufferingSize: buffer.size,
        bufferingInterval: buffer.interval,
        fileExtension: '.parquet',
        loggingConfig: new EnableLogging(new StageLogGroup(this, 'Logs', name)),
        dataFormatConversion: {
          schemaConfiguration: SchemaConfiguration.fromCfnTable(tables.schemaOf(table)),
          inputFormat: InputFormat.OPENX_JSON,
          // Snappy is the only compression of Firehose that both Athena and Redshift read at full speed: see
          // docs/decisions/0012.
          outputFormat: new ParquetOutputFormat({ compression: ParquetCompression.SNAPPY }),
        },
      }),
    });
    acknowledge(
      this.deliveryStream,
      "CDK's own grant to Firehose: it reads this one stream, and lists, writes and aborts uploads in this one bucket, under keys that it chooses.",
      ...['GetObject*', 'GetBucket*', 'List*', 'DeleteObject*', 'Abort*'].map((action) => `IAM5[Action::s3:${action}]`),
      `IAM5[Resource::<${logicalIdOf(bucket)}.Arn>/*]`,
    );
    acknowledge(
      this.deliveryStream,
      'glue:GetSchemaVersion, which the same grant contains, supports no resource-level permissions.',
      'IAM5[Resource::*]',
    );
    acknowledge(this.deliveryStream, 'The stream encrypts the source, and the bucket encrypts the objects.', 'KDF1');
  }

  /** Records delivered as objects. */
  metricDelivered(options?: MetricOptions): Metric {
    return this.deliveryStream.metric('DeliveryToS3.Records', { ...SUM_BY_MINUTE, ...options });
  }

  /** Age of the oldest record that is not in the bucket yet, s. */
  metricFreshness(options?: MetricOptions): Metric {
    return this.deliveryStream.metric('DeliveryToS3.DataFreshness', { ...MAXIMUM_BY_MINUTE, ...options });
  }

  /** Records that cannot be converted to the table's columns; they are stored below the error prefix. */
  metricUnconverted(options?: MetricOptions): Metric {
    return this.deliveryStream.metric('FailedConversion.Records', { ...SUM_BY_MINUTE, ...options });
  }
}
