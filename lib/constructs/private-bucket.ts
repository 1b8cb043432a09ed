import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge';

/** Properties of a {@link PrivateBucket}. */
export interface PrivateBucketProps {
  readonly removalPolicy: RemovalPolicy;
  /** Objects are deleted after this. */
  readonly expiration: Duration;
}

/** A bucket that is encrypted, versioned, reached by TLS only and never public. */
export class PrivateBucket extends Bucket {
  constructor(scope: Construct, id: string, { removalPolicy, expiration }: PrivateBucketProps) {
    super(scope, id, {
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      versioned: true,
      removalPolicy,
      lifecycleRules: [
        {
          expiration,
          noncurrentVersionExpiration: Duration.days(1),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
    acknowledge(this, 'Written by this pipeline only and read by its operators; CloudTrail has who did.', 'S1');
  }
}
