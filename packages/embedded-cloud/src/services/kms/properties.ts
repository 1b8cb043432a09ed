import { declareInputs } from '../../core/inputs';

/** The properties of resources that are honored. */
export const kmsProperties = declareInputs({
  reads: {
    'AWS::KMS::Alias': 'AliasName TargetKeyId',
    'AWS::KMS::Key': 'KeyPolicy',
  },
  withoutEffect: {
    'Nothing is encrypted.': {
      'AWS::KMS::Key': 'EnableKeyRotation RotationPeriodInDays KeySpec KeyUsage MultiRegion Origin',
    },
    'Only describes the key.': { 'AWS::KMS::Key': 'Description' },
    'No resource is deleted by a deployment.': { 'AWS::KMS::Key': 'PendingWindowInDays' },
    'No operation that runs reads tags.': { 'AWS::KMS::Key': 'Tags' },
  },
});
