import { declareInputs } from '../../core/inputs';

/** The properties of resources that are honored. */
export const redshiftDataProperties = declareInputs({
  reads: {
    'AWS::RedshiftServerless::Namespace': 'NamespaceName AdminUsername DbName IamRoles',
    'AWS::RedshiftServerless::Workgroup': 'WorkgroupName NamespaceName BaseCapacity',
  },
  withoutEffect: {
    'Nothing is encrypted.': { 'AWS::RedshiftServerless::Namespace': 'KmsKeyId AdminPasswordSecretKmsKeyId' },
    'The secret exists in any case.': { 'AWS::RedshiftServerless::Namespace': 'ManageAdminPassword' },
    'A statement names its role.': { 'AWS::RedshiftServerless::Namespace': 'DefaultIamRoleArn' },
    'Nothing is logged.': { 'AWS::RedshiftServerless::Namespace': 'LogExports' },
    'No resource is deleted.': {
      'AWS::RedshiftServerless::Namespace': 'FinalSnapshotName FinalSnapshotRetentionPeriod',
    },
    'Capacity is that of this machine; the base is only reported as used.': {
      'AWS::RedshiftServerless::Workgroup': 'MaxCapacity PricePerformanceTarget{Status Level}',
    },
    'DuckDB has none of the parameters of Redshift.': {
      'AWS::RedshiftServerless::Workgroup': 'ConfigParameters{ParameterKey ParameterValue}',
    },
    'The workgroup has no network.': {
      'AWS::RedshiftServerless::Workgroup': 'EnhancedVpcRouting PubliclyAccessible SecurityGroupIds SubnetIds Port',
    },
    'No operation that runs reads tags.': {
      'AWS::RedshiftServerless::Namespace': 'Tags',
      'AWS::RedshiftServerless::Workgroup': 'Tags',
    },
  },
});
