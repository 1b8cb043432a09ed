import { declareInputs } from '../../core/inputs';

/** What operations accept of their inputs. */
export const redshiftDataInputs = declareInputs({
  reads: {
    BatchExecuteStatement:
      'Sqls SecretArn Database WorkgroupName ClientToken WithEvent=false ResultFormat=JSON ExecutionMode=TRANSACTION',
    CancelStatement: 'Id',
    DescribeStatement: 'Id',
    ExecuteStatement:
      'Sql Parameters{name value} SecretArn Database WorkgroupName ClientToken WithEvent=false ResultFormat=JSON',
    GetStatementResult: 'Id NextToken',
    ListStatements: 'NextToken MaxResults Status Database WorkgroupName RoleLevel=true',
    ListTables: 'Database SecretArn SchemaPattern TablePattern WorkgroupName',
  },
  withoutEffect: {
    'The answer is always one page.': { ListTables: 'MaxResults' },
  },
});
