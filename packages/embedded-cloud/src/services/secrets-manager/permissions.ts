import { Fields } from '../../core/fields';
import type { OperationPermissions } from '../../core/service';
import type { Secret } from './secret';

/** What calls of Secrets Manager need. Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html */
export const secretsPermissions = (
  secretOf: (id: string) => Secret,
): Readonly<Record<string, OperationPermissions>> => {
  const onSecret =
    (action: string): OperationPermissions =>
    (input) => [{ action: `secretsmanager:${action}`, resource: secretOf(new Fields(input).string('SecretId')).arn }];
  return {
    GetSecretValue: (input) =>
      onSecret('GetSecretValue')(input).map((access) => {
        const stage = new Fields(input).optionalString('VersionStage') ?? 'AWSCURRENT';
        return { ...access, context: { 'secretsmanager:versionstage': stage } };
      }),
    DescribeSecret: onSecret('DescribeSecret'),
    PutSecretValue: onSecret('PutSecretValue'),
    UpdateSecretVersionStage: onSecret('UpdateSecretVersionStage'),
    RotateSecret: (input) => {
      const lambdaArn =
        new Fields(input).optionalString('RotationLambdaARN') ??
        secretOf(new Fields(input).string('SecretId')).rotation?.lambdaArn;
      const invoke = lambdaArn === undefined ? [] : [{ action: 'lambda:InvokeFunction', resource: lambdaArn }];
      return [...onSecret('RotateSecret')(input), ...invoke];
    },
    ListSecrets: () => [{ action: 'secretsmanager:ListSecrets', resource: '*' }],
    GetRandomPassword: () => [{ action: 'secretsmanager:GetRandomPassword', resource: '*' }],
  };
};
