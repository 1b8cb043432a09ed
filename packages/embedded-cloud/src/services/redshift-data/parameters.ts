import type { Parameters } from '../../core/parameters';

/** The parameters that operations act on, or that make no difference here. */
export const redshiftDataParameters: Parameters = {
  BatchExecuteStatement:
    'Sqls SecretArn Database WorkgroupName ClientToken WithEvent=false ResultFormat=JSON ExecutionMode=TRANSACTION WaitTimeSeconds',
  CancelStatement: 'Id',
  DescribeStatement: 'Id WaitTimeSeconds',
  ExecuteStatement:
    'Sql SecretArn Database Parameters WorkgroupName ClientToken WithEvent=false ResultFormat=JSON WaitTimeSeconds',
  GetStatementResult: 'Id NextToken WaitTimeSeconds',
  ListStatements: 'NextToken MaxResults Status Database WorkgroupName RoleLevel=true',
  ListTables: 'Database SecretArn SchemaPattern TablePattern NextToken MaxResults WorkgroupName',
};
