import { declareInputs } from '../../core/inputs';

/** The properties of resources that are honored. */
export const s3Properties = declareInputs({
  reads: {
    'AWS::S3::Bucket': `BucketName
      BucketEncryption{ServerSideEncryptionConfiguration{ServerSideEncryptionByDefault{SSEAlgorithm KMSMasterKeyID} BucketKeyEnabled}}`,
  },
  withoutEffect: {
    'Only reported by the API.': {
      'AWS::S3::Bucket': `VersioningConfiguration{Status} LifecycleConfiguration{Rules{*}}
      PublicAccessBlockConfiguration{BlockPublicAcls BlockPublicPolicy IgnorePublicAcls RestrictPublicBuckets}`,
    },
    'ACLs do not exist; policies alone decide.': { 'AWS::S3::Bucket': 'OwnershipControls{Rules{ObjectOwnership}}' },
    'Requests are not logged.': {
      'AWS::S3::Bucket': 'LoggingConfiguration{DestinationBucketName LogFilePrefix TargetObjectKeyFormat{*}}',
    },
    'No operation that runs reads tags.': { 'AWS::S3::Bucket': 'Tags' },
  },
});
