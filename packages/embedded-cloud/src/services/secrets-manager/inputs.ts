import { declareInputs } from '../../core/inputs';

/** What operations accept of their inputs. */
export const secretsManagerInputs = declareInputs({
  reads: {
    DescribeSecret: 'SecretId',
    GetRandomPassword: `PasswordLength ExcludeCharacters ExcludeNumbers ExcludePunctuation ExcludeUppercase ExcludeLowercase
      IncludeSpace RequireEachIncludedType`,
    GetSecretValue: 'SecretId VersionId VersionStage',
    ListSecrets: 'MaxResults NextToken',
    PutSecretValue: 'SecretId ClientRequestToken SecretBinary SecretString VersionStages',
    RotateSecret: `SecretId ClientRequestToken RotationLambdaARN RotateImmediately
      RotationRules{AutomaticallyAfterDays ScheduleExpression}`,
    UpdateSecretVersionStage: 'SecretId VersionStage RemoveFromVersionId MoveToVersionId',
  },
  withoutEffect: {
    'No secret can be marked for deletion.': { ListSecrets: 'IncludePlannedDeletion' },
    'A rotation starts at the beginning of its window.': { RotateSecret: 'RotationRules{Duration}' },
  },
});
