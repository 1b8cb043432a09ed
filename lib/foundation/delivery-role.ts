import { Stack } from 'aws-cdk-lib';
import type { CfnTable } from 'aws-cdk-lib/aws-glue';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge';
import type { PrivateBucket } from './private-bucket';

/** Properties of a {@link DeliveryRole}. */
export interface DeliveryRoleProps {
  readonly bucket: PrivateBucket;
  /** The key prefixes of delivered objects and of error records; each ends with a slash. */
  readonly prefixes: readonly string[];
  readonly logGroup: ILogGroup;
  /** The table that defines the columns of converted records. @default - records are not converted */
  readonly schema?: CfnTable;
}

/**
 * The role with which Firehose writes to a bucket. CDK's own role may read and delete every object of the bucket, so give
 * this one to CDK `withoutPolicyUpdates`. Firehose checks permissions when it creates a delivery stream: let the stream
 * depend on the role. Source: https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html
 */
export class DeliveryRole extends Role {
  constructor(scope: Construct, id: string, { bucket, prefixes, logGroup, schema }: DeliveryRoleProps) {
    super(scope, id, { assumedBy: new ServicePrincipal('firehose.amazonaws.com') });
    bucket.grantDelivery(this, ...prefixes);
    acknowledge(
      this,
      'Firehose chooses the names of its objects below its two prefixes.',
      ...prefixes.map((prefix) => bucket.objectsFinding(prefix, this)),
    );
    logGroup.grant(this, 'logs:PutLogEvents');
    if (schema) this.grantSchema(schema);
  }

  private grantSchema({ databaseName, ref: table }: CfnTable): void {
    const arn = (resource: string): string => Stack.of(this).formatArn({ service: 'glue', resource });
    this.addToPolicy(
      new PolicyStatement({
        actions: ['glue:GetTable', 'glue:GetTableVersion', 'glue:GetTableVersions'],
        resources: ['catalog', `database/${databaseName}`, `table/${databaseName}/${table}`].map(arn),
      }),
    );
    this.addToPolicy(new PolicyStatement({ actions: ['glue:GetSchemaVersion'], resources: ['*'] }));
    acknowledge(
      this,
      'AWS documents glue:GetSchemaVersion for the conversion; it supports no resource-level permissions.',
      'IAM5[Resource::*]',
    );
  }
}
