import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { DlqDestinationConfig, IEventSourceDlq, IEventSourceMapping, IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { acknowledge, logicalIdOf } from './acknowledge';
import { PrivateBucket } from './private-bucket';

/** Lambda writes failed batches under this prefix. */
const PREFIX = 'aws/lambda/*';

/**
 * Where an event source leaves the batches that failed to the end. S3, for there alone the payload is kept. Not CDK's
 * S3OnFailureDestination: that one lets the function read and delete what it may only add to.
 */
export class FailedBatches extends PrivateBucket implements IEventSourceDlq {
  constructor(scope: Construct, id: string, removalPolicy: RemovalPolicy) {
    super(scope, id, { removalPolicy, expiration: Duration.days(30) });
  }

  bind(_target: IEventSourceMapping, handler: IFunction): DlqDestinationConfig {
    const grantee = handler.grantPrincipal;
    Grant.addToPrincipal({ grantee, actions: ['s3:ListBucket'], resourceArns: [this.bucketArn] });
    Grant.addToPrincipal({ grantee, actions: ['s3:PutObject'], resourceArns: [this.arnForObjects(PREFIX)] });
    const finding = `IAM5[Resource::<${logicalIdOf(this)}.Arn>/${PREFIX}]`;
    acknowledge(handler.role ?? handler, 'Lambda makes up the keys of failed batches.', finding);
    return { destination: this.bucketArn };
  }
}
