import { declareInputs } from '../../core/inputs';

/** The properties of resources that are honored. */
export const athenaProperties = declareInputs({
  reads: {
    'AWS::Athena::NamedQuery': 'Name Description Database QueryString WorkGroup',
    'AWS::Athena::WorkGroup': `Name Description State=ENABLED WorkGroupConfiguration{
        BytesScannedCutoffPerQuery EnforceWorkGroupConfiguration ResultConfiguration{OutputLocation}
      }`,
  },
  withoutEffect: {
    'Nothing is encrypted.': {
      'AWS::Athena::WorkGroup':
        'WorkGroupConfiguration{ResultConfiguration{EncryptionConfiguration{EncryptionOption KmsKey}}}',
    },
    'Metrics are always published.': {
      'AWS::Athena::WorkGroup': 'WorkGroupConfiguration{PublishCloudWatchMetricsEnabled}',
    },
    'Nothing is billed.': { 'AWS::Athena::WorkGroup': 'WorkGroupConfiguration{RequesterPaysEnabled}' },
    'There is one engine version.': {
      'AWS::Athena::WorkGroup': 'WorkGroupConfiguration{EngineVersion{SelectedEngineVersion}}',
    },
    'No resource is deleted.': { 'AWS::Athena::WorkGroup': 'RecursiveDeleteOption' },
    'No operation that runs reads tags.': { 'AWS::Athena::WorkGroup': 'Tags' },
  },
});
