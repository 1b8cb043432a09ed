import { declareInputs } from '../../core/inputs';

/** The properties of resources that are honored. */
export const logsProperties = declareInputs({
  reads: {
    'AWS::Logs::LogGroup': 'LogGroupName RetentionInDays KmsKeyId LogGroupClass=STANDARD',
  },
  withoutEffect: {
    'No resource is deleted by a deployment.': { 'AWS::Logs::LogGroup': 'DeletionProtectionEnabled' },
    'No operation that runs reads tags.': { 'AWS::Logs::LogGroup': 'Tags' },
  },
});
