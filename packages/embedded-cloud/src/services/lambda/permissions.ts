import { Fields } from '../../core/fields';
import type { OperationPermissions, Surroundings } from '../../core/service';

/** What calls of Lambda need. Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html */
export const lambdaPermissions = ({
  region,
  accountId,
}: Surroundings): Readonly<Record<string, OperationPermissions>> => {
  const arn = `arn:aws:lambda:${region}:${accountId}`;
  const onAny =
    (action: string): OperationPermissions =>
    () => [{ action, resource: '*' }];
  const onFunction =
    (action: string): OperationPermissions =>
    (input) => {
      const name = new Fields(input).string('FunctionName');
      return [{ action, resource: name.startsWith('arn:') ? name : `${arn}:function:${name}` }];
    };
  return {
    GetAccountSettings: onAny('lambda:GetAccountSettings'),
    GetEventSourceMapping: (input) => [
      {
        action: 'lambda:GetEventSourceMapping',
        resource: `${arn}:event-source-mapping:${new Fields(input).string('UUID')}`,
      },
    ],
    GetFunction: onFunction('lambda:GetFunction'),
    Invoke: onFunction('lambda:InvokeFunction'),
    ListEventSourceMappings: onAny('lambda:ListEventSourceMappings'),
    ListFunctions: onAny('lambda:ListFunctions'),
  };
};
