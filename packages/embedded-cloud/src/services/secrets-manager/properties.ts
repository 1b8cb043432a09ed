import { declareInputs } from '../../core/inputs';

/** The properties of resources that are honored. */
export const secretsManagerProperties = declareInputs({
  reads: {
    'AWS::SecretsManager::RotationSchedule': `SecretId RotationLambdaARN RotateImmediatelyOnUpdate
      RotationRules{AutomaticallyAfterDays ScheduleExpression}`,
    'AWS::SecretsManager::Secret': `Name Description KmsKeyId SecretString
      GenerateSecretString{
        PasswordLength ExcludeCharacters ExcludeNumbers ExcludePunctuation ExcludeUppercase ExcludeLowercase IncludeSpace
        RequireEachIncludedType SecretStringTemplate GenerateStringKey
      }`,
  },
  withoutEffect: {
    'A rotation starts at the beginning of its window.': {
      'AWS::SecretsManager::RotationSchedule': 'RotationRules{Duration}',
    },
    'No operation that runs reads tags.': { 'AWS::SecretsManager::Secret': 'Tags' },
  },
});
