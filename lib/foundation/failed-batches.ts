import { Duration } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { DlqDestinationConfig, IEventSourceDlq, IEventSourceMapping, IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { UnreadableEnv } from '../../lambdas/foundation/env';
import type { StageConfig } from '../stages/config';
import { acknowledge, logicalIdOf } from './acknowledge';
import { acknowledgePutMetrics, grantPutMetrics, metricsNamespace } from './metrics';
import { PrivateBucket } from './private-bucket';

/** Lambda writes failed batches under this prefix. */
const PREFIX = 'aws/lambda/*';

/** A function itself writes what it can't read under this one. */
const UNREADABLE_PREFIX = 'unreadable/';

/**
 * Where an event source leaves the batches that failed to the end, and its function the records that it can't read. S3, for there alone the payload is kept. Not CDK's
 * S3OnFailureDestination: that one lets the function read and delete what it may only add to.
 */
export class FailedBatches extends PrivateBucket implements IEventSourceDlq {
  /** Of a function that sets aside what it can't read. */
  readonly environment: UnreadableEnv;

  constructor(
    scope: Construct,
    id: string,
    private readonly stage: StageConfig,
  ) {
    super(scope, id, { removalPolicy: stage.removalPolicy, expiration: Duration.days(30) });
    this.environment = {
      UNREADABLE_BUCKET_NAME: this.bucketName,
      UNREADABLE_PREFIX,
      METRICS_NAMESPACE: metricsNamespace(stage),
    };
  }

  bind(_target: IEventSourceMapping, handler: IFunction): DlqDestinationConfig {
    const grantee = handler.grantPrincipal;
    Grant.addToPrincipal({ grantee, actions: ['s3:ListBucket'], resourceArns: [this.bucketArn] });
    Grant.addToPrincipal({ grantee, actions: ['s3:PutObject'], resourceArns: [this.arnForObjects(PREFIX)] });
    const finding = `IAM5[Resource::<${logicalIdOf(this)}.Arn>/${PREFIX}]`;
    acknowledge(handler.role ?? handler, 'Lambda makes up the keys of failed batches.', finding);
    return { destination: this.bucketArn };
  }

  /** Lets a function set aside what it can't read, and tell of it. */
  grantSetAside(handler: IFunction): void {
    const role = handler.role ?? handler;
    this.grantPutObjects(handler, UNREADABLE_PREFIX);
    acknowledge(role, 'A key is made of the shard and the sequence number.', this.objectsFinding(UNREADABLE_PREFIX));
    grantPutMetrics(handler, this.stage);
    acknowledgePutMetrics(role);
  }
}
