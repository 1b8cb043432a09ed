import type { Parameters } from '../../core/parameters';

/** The parameters that operations act on, or that make no difference here. */
export const athenaParameters: Parameters = {
  BatchGetNamedQuery: 'NamedQueryIds',
  BatchGetQueryExecution: 'QueryExecutionIds',
  GetDataCatalog: 'Name WorkGroup',
  GetDatabase: 'CatalogName DatabaseName WorkGroup',
  GetNamedQuery: 'NamedQueryId',
  GetQueryExecution: 'QueryExecutionId',
  GetQueryResults: 'QueryExecutionId NextToken MaxResults QueryResultType=DATA_ROWS',
  GetTableMetadata: 'CatalogName DatabaseName TableName WorkGroup',
  GetWorkGroup: 'WorkGroup',
  ListDataCatalogs: 'NextToken MaxResults WorkGroup',
  ListDatabases: 'CatalogName NextToken MaxResults WorkGroup',
  ListNamedQueries: 'NextToken MaxResults WorkGroup',
  ListQueryExecutions: 'NextToken MaxResults WorkGroup',
  ListTableMetadata: 'CatalogName DatabaseName Expression NextToken MaxResults WorkGroup',
  ListWorkGroups: 'NextToken MaxResults',
  StartQueryExecution:
    'QueryString ClientRequestToken QueryExecutionContext ResultConfiguration WorkGroup ExecutionParameters ResultReuseConfiguration',
  StopQueryExecution: 'QueryExecutionId',
};
