import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  type LifecycleRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct, IConstruct } from 'constructs';
import { acknowledge, logicalIdOf } from './acknowledge';

/** Properties of a {@link PrivateBucket}. */
export interface PrivateBucketProps {
  readonly removalPolicy: RemovalPolicy;
  /** Objects are deleted after this. @default - never */
  readonly expiration?: Duration;
  /** Where objects move as they grow old. @default - they stay in Standard */
  readonly transitions?: LifecycleRule['transitions'];
  /** How long what was overwritten or deleted can be brought back. @default 1 day */
  readonly noncurrentRetention?: Duration;
  /** Where S3 writes who read and wrote, under a prefix. @default - nowhere: CloudTrail has who did */
  readonly accessLogs?: { readonly bucket: IBucket; readonly prefix: string };
}

/** A bucket that is encrypted, versioned, reached by TLS only and never public. */
export class PrivateBucket extends Bucket {
  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    const { removalPolicy, expiration, transitions, noncurrentRetention = Duration.days(1), accessLogs } = props;
    super(scope, id, {
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      versioned: true,
      removalPolicy,
      ...(accessLogs && { serverAccessLogsBucket: accessLogs.bucket, serverAccessLogsPrefix: accessLogs.prefix }),
      lifecycleRules: [
        {
          ...(expiration && { expiration }),
          ...(transitions && { transitions }),
          noncurrentVersionExpiration: noncurrentRetention,
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
    if (!accessLogs) {
      acknowledge(this, 'Written by this pipeline only and read by its operators; CloudTrail has who did.', 'S1');
    }
  }

  /** What cdk-nag finds of a role that reads and writes below a prefix: keys are made up as it goes. `role`: where it is in another stack. */
  objectsFinding(prefix = '', role: IConstruct = this): string {
    return `IAM5[Resource::${this.arnFoundBy(role)}/${prefix}*]`;
  }

  /** The bucket's ARN as a finding spells it: in another stack it is an import. */
  private arnFoundBy(role: IConstruct): string {
    const own = Stack.of(this);
    if (Stack.of(role) === own) return `<${logicalIdOf(this)}.Arn>`;
    const imported: unknown = own.resolve(own.exportValue(this.bucketArn));
    return Object.values(imported as Readonly<Record<'Fn::ImportValue', string>>)[0] ?? '';
  }

  /** Lets it list what lies below prefixes, and read it. */
  grantReadObjects(grantee: IGrantable, ...prefixes: readonly string[]): void {
    const principal = grantee.grantPrincipal;
    principal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['s3:GetBucketLocation'], resources: [this.bucketArn] }),
    );
    principal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['s3:ListBucket'],
        resources: [this.bucketArn],
        conditions: { StringLike: { 's3:prefix': prefixes.map((prefix) => `${prefix}*`) } },
      }),
    );
    principal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['s3:GetObject'],
        resources: prefixes.map((prefix) => this.arnForObjects(`${prefix}*`)),
      }),
    );
  }

  /** Lets it put objects below a prefix, and nothing else. */
  grantPutObjects(grantee: IGrantable, prefix: string): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['s3:PutObject'], resources: [this.arnForObjects(`${prefix}*`)] }),
    );
  }

  /** Lets it list the versions of what lies below prefixes, and delete them for good. */
  grantPurge(grantee: IGrantable, ...prefixes: readonly string[]): void {
    const principal = grantee.grantPrincipal;
    principal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['s3:ListBucketVersions'],
        resources: [this.bucketArn],
        conditions: { StringLike: { 's3:prefix': prefixes.map((prefix) => `${prefix}*`) } },
      }),
    );
    principal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['s3:DeleteObjectVersion'],
        resources: prefixes.map((prefix) => this.arnForObjects(`${prefix}*`)),
      }),
    );
  }

  /** Lets it list the bucket, and read, write and delete objects below a prefix: CDK's own grant says it with wildcards. */
  grantObjects(grantee: IGrantable, prefix = ''): void {
    const principal = grantee.grantPrincipal;
    principal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['s3:GetBucketLocation', 's3:ListBucket'], resources: [this.bucketArn] }),
    );
    principal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: [
          ...['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
          ...['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
        ],
        resources: [this.arnForObjects(`${prefix}*`)],
      }),
    );
  }
}
