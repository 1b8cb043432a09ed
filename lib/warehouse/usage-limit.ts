import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { CfnWorkgroup } from 'aws-cdk-lib/aws-redshiftserverless';
import {
  AwsCustomResource,
  AwsCustomResourcePolicy,
  PhysicalResourceId,
  PhysicalResourceIdReference,
} from 'aws-cdk-lib/custom-resources';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { StageConfig } from '../stages/config';
import { acknowledge } from '../foundation/acknowledge';

/** Properties of a {@link UsageLimit}. */
export interface UsageLimitProps {
  readonly stage: StageConfig;
  readonly workgroup: CfnWorkgroup;
}

/** Beyond so many RPU-hours a day queries are refused until the next. CloudFormation has no resource for it. */
export class UsageLimit extends Construct {
  constructor(scope: Construct, id: string, { stage, workgroup }: UsageLimitProps) {
    super(scope, id);
    const service = 'redshift-serverless';
    const amount = { amount: stage.warehouse.dailyRpuHours, breachAction: 'deactivate' };
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
      logGroup: new LogGroup(this, 'Logs', {
        logGroupName: `/playhead/${stage.name}/usage-limit`,
        retention: stage.logRetention,
        removalPolicy: stage.removalPolicy,
      }),
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
      'A usage limit has an id that AWS makes up: there is nothing to name before it exists.',
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
