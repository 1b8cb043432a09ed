import type { Parameters } from '../../core/parameters';

/** The parameters that operations act on, or that make no difference here. */
export const glueParameters: Parameters = {
  BatchCreatePartition: 'DatabaseName TableName PartitionInputList CatalogId=000000000000',
  BatchDeletePartition: 'DatabaseName TableName PartitionsToDelete CatalogId=000000000000',
  BatchDeleteTable: 'DatabaseName TablesToDelete CatalogId=000000000000',
  BatchGetPartition: 'DatabaseName TableName PartitionsToGet CatalogId=000000000000 AuditContext',
  CreateDatabase: 'DatabaseInput CatalogId=000000000000',
  CreatePartition: 'DatabaseName TableName PartitionInput CatalogId=000000000000',
  CreateTable: 'DatabaseName TableInput CatalogId=000000000000',
  DeleteDatabase: 'Name CatalogId=000000000000',
  DeletePartition: 'DatabaseName TableName PartitionValues CatalogId=000000000000',
  DeleteTable: 'DatabaseName Name CatalogId=000000000000',
  GetDatabase: 'Name CatalogId=000000000000',
  GetDatabases: 'NextToken MaxResults CatalogId=000000000000 ResourceShareType=ALL',
  GetPartition: 'DatabaseName TableName PartitionValues CatalogId=000000000000 AuditContext',
  GetPartitions:
    'DatabaseName TableName Expression NextToken MaxResults CatalogId=000000000000 AuditContext ExcludeColumnSchema',
  GetTable: 'DatabaseName Name CatalogId=000000000000 AuditContext IncludeStatusDetails=false',
  GetTables:
    'DatabaseName Expression NextToken MaxResults CatalogId=000000000000 AuditContext IncludeStatusDetails=false',
  UpdatePartition: 'DatabaseName TableName PartitionValueList PartitionInput CatalogId=000000000000',
  UpdateTable: 'DatabaseName TableInput CatalogId=000000000000 SkipArchive Force=false',
};
