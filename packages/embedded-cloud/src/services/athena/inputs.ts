import { declareInputs } from '../../core/inputs';

/** What operations accept of their inputs. */
export const athenaInputs = declareInputs({
  reads: {
    BatchGetNamedQuery: 'NamedQueryIds',
    BatchGetQueryExecution: 'QueryExecutionIds',
    GetDataCatalog: 'Name',
    GetDatabase: 'CatalogName DatabaseName',
    GetNamedQuery: 'NamedQueryId',
    GetQueryExecution: 'QueryExecutionId',
    GetQueryResults: 'QueryExecutionId NextToken MaxResults QueryResultType=DATA_ROWS',
    GetTableMetadata: 'CatalogName DatabaseName TableName',
    GetWorkGroup: 'WorkGroup',
    ListDataCatalogs: 'NextToken MaxResults',
    ListDatabases: 'CatalogName NextToken MaxResults',
    ListNamedQueries: 'NextToken MaxResults WorkGroup',
    ListQueryExecutions: 'NextToken MaxResults WorkGroup',
    ListTableMetadata: 'CatalogName DatabaseName Expression NextToken MaxResults',
    ListWorkGroups: 'NextToken MaxResults',
    StartQueryExecution: `
      QueryString ClientRequestToken WorkGroup ExecutionParameters
      QueryExecutionContext{Database Catalog=AwsDataCatalog|awsdatacatalog}
      ResultConfiguration{OutputLocation ExpectedBucketOwner=000000000000}`,
    StopQueryExecution: 'QueryExecutionId',
  },
  withoutEffect: {
    'All workgroups see the same catalog.': {
      GetDataCatalog: 'WorkGroup',
      GetDatabase: 'WorkGroup',
      GetTableMetadata: 'WorkGroup',
      ListDataCatalogs: 'WorkGroup',
      ListDatabases: 'WorkGroup',
      ListTableMetadata: 'WorkGroup',
    },
    'Nothing is encrypted.': {
      StartQueryExecution: 'ResultConfiguration{EncryptionConfiguration{EncryptionOption KmsKey}}',
    },
    'Every query runs; no result is reused.': {
      StartQueryExecution: 'ResultReuseConfiguration{ResultReuseByAgeConfiguration{Enabled MaxAgeInMinutes}}',
    },
  },
});
