import { Duration, Size } from 'aws-cdk-lib';
import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import {
  Compression,
  DeliveryStream,
  EnableLogging,
  S3Bucket,
  StreamEncryption,
} from 'aws-cdk-lib/aws-kinesisfirehose';
import { Construct } from 'constructs';
import { DeliveryRole } from '../foundation/delivery-role';
import { MAXIMUM_BY_MINUTE, SUM_BY_MINUTE } from '../foundation/metrics';
import { PrivateBucket } from '../foundation/private-bucket';
import { StageLogGroup } from '../foundation/stage-log-group';
import { nameIn } from '../foundation/subsystem-stack';

/** Stores refused events with the reasons: a delivery stream writes them to a bucket, by date of arrival. */
export class Quarantine extends Construct {
  readonly deliveryStream: DeliveryStream;
  readonly bucket: PrivateBucket;

  constructor(scope: Construct, id: string, retention: Duration) {
    super(scope, id);
    this.bucket = new PrivateBucket(this, 'Bucket', {
      expiration: retention,
      viewerData: { keeps: 'pseudonyms', ends: 'erasure', where: 'refused events, without unknown fields' },
    });
    const logGroup = new StageLogGroup(this, 'DeliveryLogs', 'quarantine');
    const role = new DeliveryRole(this, 'DeliveryRole', {
      ...{ bucket: this.bucket, logGroup },
      prefixes: ['quarantine/', 'quarantine-errors/'],
    });
    this.deliveryStream = new DeliveryStream(this, 'DeliveryStream', {
      deliveryStreamName: nameIn(this, 'quarantine'),
      encryption: StreamEncryption.awsOwnedKey(),
      destination: new S3Bucket(this.bucket, {
        role: role.withoutPolicyUpdates(),
        dataOutputPrefix: 'quarantine/dt=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/',
        errorOutputPrefix: 'quarantine-errors/!{firehose:error-output-type}/dt=!{timestamp:yyyy-MM-dd}/',
        bufferingInterval: Duration.minutes(1),
        bufferingSize: Size.mebibytes(16),
        compression: Compression.GZIP,
        fileExtension: '.ndjson.gz',
        loggingConfig: new EnableLogging(logGroup),
      }),
    });
    this.deliveryStream.node.defaultChild?.node.addDependency(role);
  }

  /** Allows putting records, and nothing else. */
  grantPut(grantee: IGrantable): void {
    this.deliveryStream.grant(grantee, 'firehose:PutRecordBatch');
  }

  /** Records put: one for each request with refused events. */
  metricRecords(options?: MetricOptions): Metric {
    return this.deliveryStream.metric('IncomingRecords', { ...SUM_BY_MINUTE, ...options });
  }

  /** Age of the oldest record that is not in the bucket yet, s. */
  metricFreshness(options?: MetricOptions): Metric {
    return this.deliveryStream.metric('DeliveryToS3.DataFreshness', { ...MAXIMUM_BY_MINUTE, ...options });
  }
}
