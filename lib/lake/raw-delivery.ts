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
import { Construct } from 'constructs';
import { type LakeTable, rawErrorsPrefixOf } from '../../domain/lake/tables';
import { acknowledge } from '../foundation/acknowledge';
import { DeliveryRole } from '../foundation/delivery-role';
import { MAXIMUM_BY_MINUTE, SUM_BY_MINUTE } from '../foundation/metrics';
import type { PrivateBucket } from '../foundation/private-bucket';
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
  readonly bucket: PrivateBucket;
  readonly tables: LakeTables;
}

/** The stream of an event family → Parquet by date and hour of arrival. */
export class RawDelivery extends Construct {
  readonly deliveryStream: DeliveryStream;

  constructor(scope: Construct, id: string, { buffer, events, table, bucket, tables }: RawDeliveryProps) {
    super(scope, id);
    const name = table.name.replaceAll('_', '-');
    const [prefix, errorsPrefix] = [`${table.prefix}/`, `${rawErrorsPrefixOf(table)}/`];
    const schema = tables.schemaOf(table);
    const logGroup = new StageLogGroup(this, 'Logs', name);
    const role = new DeliveryRole(this, 'DeliveryRole', {
      ...{ bucket, logGroup, schema },
      prefixes: [prefix, errorsPrefix],
    });
    this.deliveryStream = new DeliveryStream(this, 'DeliveryStream', {
      deliveryStreamName: nameIn(this, name),
      source: new KinesisStreamSource(events.stream),
      destination: new S3Bucket(bucket, {
        role: role.withoutPolicyUpdates(),
        dataOutputPrefix: `${prefix}dt=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/`,
        errorOutputPrefix: `${errorsPrefix}!{firehose:error-output-type}/dt=!{timestamp:yyyy-MM-dd}/`,
        bufferingSize: buffer.size,
        bufferingInterval: buffer.interval,
        fileExtension: '.parquet',
        loggingConfig: new EnableLogging(logGroup),
        dataFormatConversion: {
          schemaConfiguration: SchemaConfiguration.fromCfnTable(schema),
          inputFormat: InputFormat.OPENX_JSON,
          // Snappy is the only compression of Firehose that both Athena and Redshift read at full speed: see
          // docs/decisions/0012.
          outputFormat: new ParquetOutputFormat({ compression: ParquetCompression.SNAPPY }),
        },
      }),
    });
    this.deliveryStream.node.defaultChild?.node.addDependency(role);
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
