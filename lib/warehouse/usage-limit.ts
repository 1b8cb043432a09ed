import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { CfnWorkgroup } from 'aws-cdk-lib/aws-redshiftserverless';
import {
  AwsCustomResource,
  AwsCustomResourcePolicy,
  PhysicalResourceId,
  PhysicalResourceIdReference,
} from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { acknowledge } from '../foundation/acknowledge';
import { StageLogGroup } from '../foundation/stage-log-group';

/** Properties of a {@link UsageLimit}. */
export interface UsageLimitProps {
  readonly dailyRpuHours: number;
  readonly workgroup: CfnWorkgroup;
}

/**
 * The RPU-hours per day after which Redshift refuses queries until the next day. CloudFormation has no resource for
 * this limit.
 */
export class UsageLimit extends Construct {
  constructor(scope: Construct, id: string, { dailyRpuHours, workgroup }: UsageLimitProps) {
    super(scope, id);
    const service = 'redshift-serverless';
    const amount = { amount: dailyRpuHours, breachAction: 'deactivate' };
    const create = {
      service,
      action: 'CreateUsageLimit',
      parameters: {
        resourceArn: workgroup.attrWorkgroupWorkgroupArn,
        usageType: 'serverless-compute',
        period: 'daily',
        ...amount,
      },
      physicalResourceId: PhysicalResourceId.fromResponse('usageLimit.usageLimitId'),
    };
    const usageLimitId = new PhysicalResourceIdReference();
    const limit = new AwsCustomResource(this, 'Resource', {
      resourceType: 'Custom::RedshiftServerlessUsageLimit',
      installLatestAwsSdk: false,
      logGroup: new StageLogGroup(this, 'Logs', 'usage-limit'),
      onCreate: create,
      onUpdate: { service, action: 'UpdateUsageLimit', parameters: { usageLimitId, ...amount } },
      onDelete: { service, action: 'DeleteUsageLimit', parameters: { usageLimitId } },
      policy: AwsCustomResourcePolicy.fromStatements([
        new PolicyStatement({
          actions: ['CreateUsageLimit', 'UpdateUsageLimit', 'DeleteUsageLimit'].map((action) => `${service}:${action}`),
          resources: ['*'],
        }),
      ]),
    });
    acknowledge(
      limit,
      'AWS chooses the id of a usage limit when it creates it, so no resource can be named before.',
      'IAM5[Resource::*]',
    );
    this.acknowledgeProvider();
  }

  private acknowledgeProvider(): void {
    const provider = Stack.of(this).node.tryFindChild(
      `AWS${AwsCustomResource.PROVIDER_FUNCTION_UUID.replaceAll('-', '')}`,
    );
    if (provider) {
      acknowledge(
        provider,
        "CDK's own function for calls that CloudFormation has no resource for, with CDK's choice of runtime and log policy.",
        'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
        'L1',
      );
    }
  }
}
