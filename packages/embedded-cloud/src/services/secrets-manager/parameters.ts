import type { Parameters } from '../../core/parameters';

/** The parameters that operations act on, or that make no difference here. */
export const secretsManagerParameters: Parameters = {
  DescribeSecret: 'SecretId',
  GetRandomPassword:
    'PasswordLength ExcludeCharacters ExcludeNumbers ExcludePunctuation ExcludeUppercase ExcludeLowercase IncludeSpace RequireEachIncludedType',
  GetSecretValue: 'SecretId VersionId VersionStage',
  ListSecrets: 'MaxResults NextToken Filters IncludePlannedDeletion=false',
  PutSecretValue: 'SecretId ClientRequestToken SecretBinary SecretString VersionStages',
  RotateSecret: 'SecretId ClientRequestToken RotationLambdaARN RotationRules RotateImmediately',
  UpdateSecretVersionStage: 'SecretId VersionStage RemoveFromVersionId MoveToVersionId',
};
