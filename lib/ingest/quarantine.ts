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
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { StageConfig } from '../stages/config';
import { acknowledge, logicalIdOf } from '../foundation/acknowledge';
import { MAXIMUM_BY_MINUTE, SUM_BY_MINUTE } from '../foundation/metrics';
import { PrivateBucket } from '../foundation/private-bucket';

/** Where refused events go, with the reasons: a delivery stream into a bucket, by date of arrival. */
export class Quarantine extends Construct {
  readonly deliveryStream: DeliveryStream;
  readonly bucket: PrivateBucket;

  constructor(scope: Construct, id: string, stage: StageConfig) {
    super(scope, id);
    this.bucket = new PrivateBucket(this, 'Bucket', {
      removalPolicy: stage.removalPolicy,
      expiration: stage.quarantineRetention,
    });
    const logGroup = new LogGroup(this, 'DeliveryLogs', {
      logGroupName: `/playhead/${stage.name}/quarantine`,
      retention: stage.logRetention,
      removalPolicy: stage.removalPolicy,
    });
    this.deliveryStream = new DeliveryStream(this, 'DeliveryStream', {
      deliveryStreamName: `playhead-${stage.name}-quarantine`,
      encryption: StreamEncryption.awsOwnedKey(),
      destination: new S3Bucket(this.bucket, {
        dataOutputPrefix: 'quarantine/dt=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/',
        errorOutputPrefix: 'quarantine-errors/!{firehose:error-output-type}/dt=!{timestamp:yyyy-MM-dd}/',
        bufferingInterval: Duration.minutes(1),
        bufferingSize: Size.mebibytes(16),
        compression: Compression.GZIP,
        fileExtension: '.ndjson.gz',
        loggingConfig: new EnableLogging(logGroup),
      }),
    });
    acknowledge(
      this.deliveryStream,
      "CDK's own grant to Firehose: it lists, writes and aborts uploads in this one bucket, under keys it makes up.",
      ...['GetObject*', 'GetBucket*', 'List*', 'DeleteObject*', 'Abort*'].map((action) => `IAM5[Action::s3:${action}]`),
      `IAM5[Resource::<${logicalIdOf(this.bucket)}.Arn>/*]`,
    );
  }

  /** Lets it put records, and nothing else. */
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
