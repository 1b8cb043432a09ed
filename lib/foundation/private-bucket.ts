import { Duration, Stack } from 'aws-cdk-lib';
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
import { publishedReference } from './published-output';
import { settingsOf } from './subsystem-stack';
import { declareViewerData, type ViewerData } from './viewer-data';

/** Properties of a {@link PrivateBucket}. */
export interface PrivateBucketProps {
  /** Objects are deleted after this. @default - never */
  readonly expiration?: Duration;
  /** The storage classes to which objects move with age. @default - they stay in Standard */
  readonly transitions?: LifecycleRule['transitions'];
  /** How long overwritten and deleted objects can be restored. @default 1 day */
  readonly noncurrentRetention?: Duration;
  /** The bucket in which S3 logs each access. @default - none, because CloudTrail records access */
  readonly accessLogs?: { readonly bucket: IBucket; readonly prefix: string };
  readonly viewerData: ViewerData;
}

/** A bucket that is encrypted, versioned, never public and accepts TLS only. */
export class PrivateBucket extends Bucket {
  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    const { expiration, transitions, noncurrentRetention = Duration.days(1), accessLogs } = props;
    super(scope, id, {
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      versioned: true,
      removalPolicy: settingsOf(scope).removalPolicy,
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
      acknowledge(
        this,
        'Only this pipeline writes it and only its operators read it; CloudTrail records access.',
        'S1',
      );
    }
    const copies = { what: 'old versions', kept: noncurrentRetention };
    const { viewerData } = props;
    declareViewerData(this, 'ends' in viewerData ? { ...viewerData, copies } : viewerData);
  }

  /**
   * cdk-nag's finding about a role that reads or writes below a prefix. `role`: the role, if it is in another stack.
   */
  objectsFinding(prefix = '', role: IConstruct = this): string {
    return `IAM5[Resource::${this.arnFoundBy(role)}/${prefix}*]`;
  }

  /** The bucket's ARN as it appears in a finding. */
  private arnFoundBy(role: IConstruct): string {
    return Stack.of(role) === Stack.of(this) ? `<${logicalIdOf(this)}.Arn>` : publishedReference(this, this.bucketArn);
  }

  /** Allows listing and reading objects below prefixes. */
  grantReadObjects(grantee: IGrantable, ...prefixes: readonly string[]): void {
    this.grantList(grantee, prefixes);
    this.grantOnObjects(grantee, prefixes, 's3:GetObject');
  }

  /** Allows putting objects below prefixes, and nothing else. */
  grantPutObjects(grantee: IGrantable, ...prefixes: readonly string[]): void {
    this.grantOnObjects(grantee, prefixes, 's3:PutObject');
  }

  /** Allows deleting objects below prefixes, and nothing else. Their versions remain. */
  grantDeleteObjects(grantee: IGrantable, ...prefixes: readonly string[]): void {
    this.grantOnObjects(grantee, prefixes, 's3:DeleteObject');
  }

  /** Allows Athena to write objects below prefixes, also in parts, with the permissions of a role that runs queries. */
  grantAthenaOutput(grantee: IGrantable, ...prefixes: readonly string[]): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['s3:GetBucketLocation'], resources: [this.bucketArn] }),
    );
    this.grantOnObjects(grantee, prefixes, 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts');
  }

  /**
   * Allows Firehose to deliver objects below prefixes. AWS documents that it lists the bucket and its uploads, but not
   * with which prefix. Source: "Grant Firehose access to an Amazon S3 destination",
   * https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html
   */
  grantDelivery(grantee: IGrantable, ...prefixes: readonly string[]): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
        resources: [this.bucketArn],
      }),
    );
    this.grantOnObjects(grantee, prefixes, 's3:PutObject', 's3:GetObject', 's3:AbortMultipartUpload');
  }

  /** Allows listing the versions of objects below prefixes, and deleting them permanently. */
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

  /**
   * Allows listing objects below prefixes. `IfExists`, because a read of a key that does not exist has no prefix: S3
   * answers 404 to callers that may list, and 403 to all others. A listing always has a prefix, if only an empty one.
   */
  private grantList(grantee: IGrantable, prefixes: readonly string[]): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['s3:ListBucket'],
        resources: [this.bucketArn],
        conditions: { StringLikeIfExists: { 's3:prefix': prefixes.map((prefix) => `${prefix}*`) } },
      }),
    );
  }

  private grantOnObjects(grantee: IGrantable, prefixes: readonly string[], ...actions: readonly string[]): void {
    const resources = prefixes.map((prefix) => this.arnForObjects(`${prefix}*`));
    grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions: [...actions], resources }));
  }
}
