import { Duration } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { DlqDestinationConfig, IEventSourceDlq, IEventSourceMapping, IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { UnreadableEnv } from '../../lambdas/foundation/env';
import { acknowledge, logicalIdOf } from './acknowledge';
import type { Handler } from './handler';
import { metricsNamespace } from './metrics';
import { PrivateBucket } from './private-bucket';

/** Lambda writes failed batches below this prefix. */
const PREFIX = 'aws/lambda/*';

/** The function writes unreadable records below this prefix. */
const UNREADABLE_PREFIX = 'unreadable/';

/** How long failed batches are kept. */
const RETENTION = Duration.days(30);

/**
 * The bucket in which an event source stores batches after their last retry, and its function stores records that it
 * cannot parse. S3 is the only destination for which Lambda keeps the payload. CDK's S3OnFailureDestination is not
 * used, because it also allows the function to read and delete objects.
 */
export class FailedBatches extends PrivateBucket implements IEventSourceDlq {
  /** The environment variables of a function that sets unreadable records aside. */
  readonly environment: UnreadableEnv;

  constructor(scope: Construct, id: string) {
    super(scope, id, { expiration: RETENTION, viewerData: { keeps: 'pseudonyms', ends: RETENTION } });
    this.environment = {
      UNREADABLE_BUCKET_NAME: this.bucketName,
      UNREADABLE_PREFIX,
      METRICS_NAMESPACE: metricsNamespace(this),
    };
  }

  bind(_target: IEventSourceMapping, handler: IFunction): DlqDestinationConfig {
    const grantee = handler.grantPrincipal;
    Grant.addToPrincipal({ grantee, actions: ['s3:ListBucket'], resourceArns: [this.bucketArn] });
    Grant.addToPrincipal({ grantee, actions: ['s3:PutObject'], resourceArns: [this.arnForObjects(PREFIX)] });
    const finding = `IAM5[Resource::<${logicalIdOf(this)}.Arn>/${PREFIX}]`;
    acknowledge(handler.role ?? handler, 'Lambda chooses the keys of failed batches.', finding);
    return { destination: this.bucketArn };
  }

  /** Allows a function to store records that it cannot read, and to count them. */
  grantSetAside(handler: Handler<Readonly<Record<string, string>>>): void {
    this.grantPutObjects(handler, UNREADABLE_PREFIX);
    const finding = this.objectsFinding(UNREADABLE_PREFIX);
    acknowledge(handler.role, 'A key is made of the shard and the sequence number.', finding);
    handler.grantPutMetrics();
  }
}
