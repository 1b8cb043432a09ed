import { declareInputs } from '../../core/inputs';

/** Dynalite does not compare lists and maps. */
const COMPARED = '{S N B SS NS BS BOOL NULL}';
const CONDITION = `Expected{*{Value${COMPARED} Exists ComparisonOperator AttributeValueList${COMPARED}}} ConditionalOperator ConditionExpression
    ExpressionAttributeNames ExpressionAttributeValues{*{*}}`;
const FILTER = `ComparisonOperator AttributeValueList${COMPARED}`;
const THROUGHPUT = 'ProvisionedThroughput{ReadCapacityUnits WriteCapacityUnits}';
const INDEX = 'IndexName KeySchema{AttributeName KeyType} Projection{ProjectionType NonKeyAttributes}';
const TABLE = `TableName AttributeDefinitions{AttributeName AttributeType} BillingMode ${THROUGHPUT} DeletionProtectionEnabled
    StreamSpecification{StreamEnabled=false}`;
const READ = 'AttributesToGet ConsistentRead ProjectionExpression ExpressionAttributeNames';
const WRITE = `ReturnValues ReturnConsumedCapacity ReturnItemCollectionMetrics=NONE
    ReturnValuesOnConditionCheckFailure=NONE|ALL_OLD`;
const PAGE = `TableName IndexName Select Limit ${READ} ExclusiveStartKey{*{*}} ReturnConsumedCapacity FilterExpression
    ConditionalOperator ExpressionAttributeValues{*{*}}`;

/** What operations accept of their inputs. Dynalite reads expressions; it rejects functions that it does not know. */
export const dynamoDbInputs = declareInputs({
  reads: {
    BatchGetItem: `RequestItems{*{Keys{*{*}} ${READ}}} ReturnConsumedCapacity`,
    BatchWriteItem: `RequestItems{*{PutRequest{Item{*{*}}} DeleteRequest{Key{*{*}}}}} ReturnConsumedCapacity
      ReturnItemCollectionMetrics=NONE`,
    CreateTable: `${TABLE} KeySchema{AttributeName KeyType} LocalSecondaryIndexes{${INDEX}} Tags{Key Value}
      GlobalSecondaryIndexes{${INDEX} ${THROUGHPUT}}`,
    DeleteItem: `TableName Key{*{*}} ${CONDITION} ${WRITE}`,
    DeleteTable: 'TableName',
    DescribeContinuousBackups: 'TableName',
    DescribeTable: 'TableName',
    DescribeTimeToLive: 'TableName',
    GetItem: `TableName Key{*{*}} ${READ} ReturnConsumedCapacity`,
    ListTables: 'ExclusiveStartTableName Limit',
    ListTagsOfResource: 'ResourceArn NextToken',
    PutItem: `TableName Item{*{*}} ${CONDITION} ${WRITE}`,
    Query: `${PAGE} KeyConditions{*{${FILTER}}} QueryFilter{*{${FILTER}}} ScanIndexForward KeyConditionExpression`,
    Scan: `${PAGE} ScanFilter{*{${FILTER}}} TotalSegments Segment`,
    TagResource: 'ResourceArn Tags{Key Value}',
    UntagResource: 'ResourceArn TagKeys',
    UpdateContinuousBackups: 'TableName PointInTimeRecoverySpecification{PointInTimeRecoveryEnabled}',
    UpdateItem: `TableName Key{*{*}} AttributeUpdates{*{Value{*} Action}} UpdateExpression ${CONDITION} ${WRITE}`,
    UpdateTable: `${TABLE}
      GlobalSecondaryIndexUpdates{Create{${INDEX} ${THROUGHPUT}} Update{IndexName ${THROUGHPUT}} Delete{IndexName}}`,
    UpdateTimeToLive: 'TableName TimeToLiveSpecification{Enabled AttributeName}',
  },
  withoutEffect: {
    'Nothing is encrypted.': {
      CreateTable: 'SSESpecification{Enabled SSEType KMSMasterKeyId}',
      UpdateTable: 'SSESpecification{Enabled SSEType KMSMasterKeyId}',
    },
    'A class has only a price.': { CreateTable: 'TableClass', UpdateTable: 'TableClass' },
    'No backups are kept.': { UpdateContinuousBackups: 'PointInTimeRecoverySpecification{RecoveryPeriodInDays}' },
  },
});
