import { declareInputs } from '../../core/inputs';

const THROUGHPUT = '{ReadCapacityUnits WriteCapacityUnits}';
const RECOVERY = 'PointInTimeRecoverySpecification{PointInTimeRecoveryEnabled}';
const INDEX = 'IndexName KeySchema{AttributeName KeyType} Projection{ProjectionType NonKeyAttributes}';
const TABLE = `TableName AttributeDefinitions{AttributeName AttributeType} BillingMode KeySchema{AttributeName KeyType}
    LocalSecondaryIndexes{${INDEX}} TimeToLiveSpecification{AttributeName Enabled}`;

/** The properties of resources that are honored. */
export const dynamoDbProperties = declareInputs({
  reads: {
    'AWS::DynamoDB::Table': `${TABLE} SSESpecification{KMSMasterKeyId} ProvisionedThroughput${THROUGHPUT} ${RECOVERY}
      GlobalSecondaryIndexes{${INDEX} ProvisionedThroughput${THROUGHPUT}}`,
    'AWS::DynamoDB::GlobalTable': `${TABLE} GlobalSecondaryIndexes{${INDEX}} Replicas{Region SSESpecification{KMSMasterKeyId} ${RECOVERY}}`,
  },
  withoutEffect: {
    'Nothing is encrypted.': {
      'AWS::DynamoDB::Table': 'SSESpecification{SSEEnabled SSEType}',
      'AWS::DynamoDB::GlobalTable': 'SSESpecification{SSEEnabled SSEType}',
    },
    'No backups are kept.': {
      'AWS::DynamoDB::Table': 'PointInTimeRecoverySpecification{RecoveryPeriodInDays}',
      'AWS::DynamoDB::GlobalTable': 'Replicas{PointInTimeRecoverySpecification{RecoveryPeriodInDays}}',
    },
    'No resource is deleted by a deployment.': {
      'AWS::DynamoDB::Table': 'DeletionProtectionEnabled',
      'AWS::DynamoDB::GlobalTable': 'Replicas{DeletionProtectionEnabled}',
    },
    'A class has only a price.': {
      'AWS::DynamoDB::Table': 'TableClass',
      'AWS::DynamoDB::GlobalTable': 'Replicas{TableClass}',
    },
    'A global table has unlimited capacity.': {
      'AWS::DynamoDB::GlobalTable':
        'WriteProvisionedThroughputSettings{*} Replicas{ReadProvisionedThroughputSettings{*}}',
    },
    'No operation that runs reads tags.': {
      'AWS::DynamoDB::Table': 'Tags',
      'AWS::DynamoDB::GlobalTable': 'Replicas{Tags}',
    },
  },
});
