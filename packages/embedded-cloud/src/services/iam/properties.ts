import { declareInputs } from '../../core/inputs';

/** The properties of resources that are honored. */
export const iamProperties = declareInputs({
  reads: {
    'AWS::IAM::ManagedPolicy': 'ManagedPolicyName Path PolicyDocument Roles',
    'AWS::IAM::Policy': 'PolicyName PolicyDocument Roles',
    'AWS::IAM::Role':
      'RoleName Path AssumeRolePolicyDocument ManagedPolicyArns PermissionsBoundary Policies{PolicyName PolicyDocument}',
    'AWS::Lambda::Permission': 'Action FunctionName Principal SourceArn SourceAccount',
    'AWS::S3::BucketPolicy': 'Bucket PolicyDocument',
    'AWS::SNS::TopicPolicy': 'Topics PolicyDocument',
    'AWS::SQS::QueuePolicy': 'Queues PolicyDocument',
    'AWS::SecretsManager::ResourcePolicy': 'SecretId ResourcePolicy',
  },
  withoutEffect: {
    'Only describes the resource.': { 'AWS::IAM::ManagedPolicy': 'Description', 'AWS::IAM::Role': 'Description' },
    'No function gets temporary credentials that expire.': { 'AWS::IAM::Role': 'MaxSessionDuration' },
    'The service refuses public policies on AWS; here policies decide alone.': {
      'AWS::SecretsManager::ResourcePolicy': 'BlockPublicPolicy',
    },
    'No operation that runs reads tags.': { 'AWS::IAM::Role': 'Tags' },
  },
});
