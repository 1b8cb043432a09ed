import type { Access } from '../../core/iam';
import type { HttpRequest } from '../../core/service';

/**
 * What calls of CloudFormation need; `idOf` finds the ARN of a stack by name. Source:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html
 */
export const cloudFormationPermissions =
  (idOf: (name: string) => string) =>
  ({ body }: Pick<HttpRequest, 'body'>): readonly Access[] => {
    const form = new URLSearchParams(body.toString('utf8'));
    const name = form.get('StackName');
    return [{ action: `cloudformation:${form.get('Action') ?? ''}`, resource: name === null ? '*' : idOf(name) }];
  };
