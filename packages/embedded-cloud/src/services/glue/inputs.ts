import { declareInputs } from '../../core/inputs';

const STORAGE = `StorageDescriptor{
    Columns{Name Type Comment Parameters{*}} Location InputFormat OutputFormat Compressed NumberOfBuckets BucketColumns
    SerdeInfo{Name SerializationLibrary Parameters{*}} SortColumns{Column SortOrder} StoredAsSubDirectories Parameters{*}
    SkewedInfo{SkewedColumnNames SkewedColumnValues SkewedColumnValueLocationMaps{*}}
  }`;

const TABLE = `TableInput{
    Name Description Owner LastAccessTime LastAnalyzedTime Retention ${STORAGE} PartitionKeys{Name Type Comment Parameters{*}}
    ViewOriginalText ViewExpandedText TableType Parameters{*}
  }`;

const PARTITION = `{Values LastAccessTime LastAnalyzedTime Parameters{*} ${STORAGE}}`;

/** What operations accept of their inputs. */
export const glueInputs = declareInputs({
  reads: {
    BatchCreatePartition: `DatabaseName TableName PartitionInputList${PARTITION} CatalogId=000000000000`,
    BatchDeletePartition: 'DatabaseName TableName PartitionsToDelete{Values} CatalogId=000000000000',
    BatchDeleteTable: 'DatabaseName TablesToDelete CatalogId=000000000000',
    BatchGetPartition: 'DatabaseName TableName PartitionsToGet{Values} CatalogId=000000000000',
    CreateDatabase: 'DatabaseInput{Name Description} CatalogId=000000000000',
    CreatePartition: `DatabaseName TableName PartitionInput${PARTITION} CatalogId=000000000000`,
    CreateTable: `DatabaseName ${TABLE} CatalogId=000000000000`,
    DeleteDatabase: 'Name CatalogId=000000000000',
    DeletePartition: 'DatabaseName TableName PartitionValues CatalogId=000000000000',
    DeleteTable: 'DatabaseName Name CatalogId=000000000000',
    GetDatabase: 'Name CatalogId=000000000000',
    GetDatabases: 'CatalogId=000000000000 ResourceShareType=ALL',
    GetPartition: 'DatabaseName TableName PartitionValues CatalogId=000000000000',
    GetPartitions: 'DatabaseName TableName Expression NextToken MaxResults CatalogId=000000000000',
    GetTable: 'DatabaseName Name CatalogId=000000000000 IncludeStatusDetails=false',
    GetTables: 'DatabaseName Expression CatalogId=000000000000 IncludeStatusDetails=false',
    UpdatePartition: `DatabaseName TableName PartitionValueList PartitionInput${PARTITION} CatalogId=000000000000`,
    UpdateTable: `DatabaseName ${TABLE} CatalogId=000000000000 Force=false`,
  },
  withoutEffect: {
    'The answer is always one page.': { GetDatabases: 'MaxResults', GetTables: 'MaxResults' },
    'Nothing records who reads the catalog.': {
      BatchGetPartition: 'AuditContext{AdditionalAuditContext RequestedColumns AllColumnsRequested}',
      GetPartition: 'AuditContext{AdditionalAuditContext RequestedColumns AllColumnsRequested}',
      GetPartitions: 'AuditContext{AdditionalAuditContext RequestedColumns AllColumnsRequested}',
      GetTable: 'AuditContext{AdditionalAuditContext RequestedColumns AllColumnsRequested}',
      GetTables: 'AuditContext{AdditionalAuditContext RequestedColumns AllColumnsRequested}',
    },
    'The answer always has the columns.': { GetPartitions: 'ExcludeColumnSchema' },
    'Tables have no versions.': { UpdateTable: 'SkipArchive' },
    'An index only makes reads faster.': { CreateTable: 'PartitionIndexes{Keys IndexName}' },
    'Lake Formation does not run; IAM alone decides.': {
      CreateDatabase:
        'DatabaseInput{CreateTableDefaultPermissions{Principal{DataLakePrincipalIdentifier} Permissions}}',
    },
    'No operation that runs reads tags.': { CreateDatabase: 'Tags' },
  },
});
