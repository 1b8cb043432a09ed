import { Fields } from '../../core/fields';
import type { OperationPermissions, Permissions } from '../../core/service';

/**
 * What calls of CloudFormation need; `idOf` finds the ARN of a stack by name. Source:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html
 */
export const cloudFormationPermissions = (idOf: (name: string) => string): Permissions => {
  const onStack =
    (action: string): OperationPermissions =>
    (input) => {
      const name = new Fields(input).optionalString('StackName');
      return [{ action: `cloudformation:${action}`, resource: name === undefined ? '*' : idOf(name) }];
    };
  return {
    DescribeStacks: onStack('DescribeStacks'),
    ListStacks: onStack('ListStacks'),
    ListStackResources: onStack('ListStackResources'),
    DescribeStackResources: onStack('DescribeStackResources'),
  };
};
