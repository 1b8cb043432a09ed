import { type DeclaredResource, type JsonObject, ServiceError } from '../../core/service';
import { Fields } from '../../core/fields';

/** The declaration of a table. */
export interface Table {
  readonly name: string;
  /** The input of CreateTable. */
  readonly creation: JsonObject;
  readonly keyNames: readonly string[];
  /** The attribute that holds the epoch second at which an item expires. */
  readonly ttlAttribute: string | undefined;
  /** Only reported: the embedded cloud keeps no backups. */
  readonly pointInTimeRecovery: boolean;
  /** The customer key that encrypts it. A global table names the key of each of its regions. */
  readonly encryptionKey: string | undefined;
}

const UNSUPPORTED = ['StreamSpecification', 'KinesisStreamSpecification', 'ImportSourceSpecification'];

/** Reads an AWS::DynamoDB::Table or AWS::DynamoDB::GlobalTable; throws when a property is not supported. */
export const toTable = (resource: DeclaredResource): Table => {
  const fields = new Fields(resource.properties);
  const name = fields.optionalString('TableName') ?? resource.generatedName(255);
  for (const property of UNSUPPORTED) if (fields.has(property)) throw unsupported(name, property);
  if (fields.objects('Replicas').length > 1) throw unsupported(name, 'Replicas in several regions');
  const ttl = fields.object('TimeToLiveSpecification');
  const provisioned = fields.object('ProvisionedThroughput')?.all;
  const local = fields.objects('LocalSecondaryIndexes').map(({ all }) => all);
  const global = fields.objects('GlobalSecondaryIndexes').map((index) => toGlobalIndex(index, provisioned));
  const [replica = fields] = fields.objects('Replicas');
  return {
    name,
    encryptionKey: replica.object('SSESpecification')?.optionalString('KMSMasterKeyId'),
    keyNames: fields.objects('KeySchema').map((key) => key.string('AttributeName')),
    ttlAttribute: ttl?.boolean('Enabled') === false ? undefined : ttl?.string('AttributeName'),
    pointInTimeRecovery: [fields, ...fields.objects('Replicas')].some(hasRecovery),
    creation: {
      TableName: name,
      AttributeDefinitions: fields.all['AttributeDefinitions'],
      KeySchema: fields.all['KeySchema'],
      ...(local.length > 0 ? { LocalSecondaryIndexes: local } : {}),
      ...(global.length > 0 ? { GlobalSecondaryIndexes: global } : {}),
      // A global table declares its capacity as scaling policies; here its capacity is unlimited.
      ...(provisioned ? { ProvisionedThroughput: provisioned } : { BillingMode: 'PAY_PER_REQUEST' }),
    },
  };
};

const hasRecovery = (fields: Fields): boolean =>
  fields.object('PointInTimeRecoverySpecification')?.boolean('PointInTimeRecoveryEnabled') ?? false;

const toGlobalIndex = ({ all }: Fields, provisioned: JsonObject | undefined): JsonObject => ({
  IndexName: all['IndexName'],
  KeySchema: all['KeySchema'],
  Projection: all['Projection'],
  ...(provisioned ? { ProvisionedThroughput: all['ProvisionedThroughput'] ?? provisioned } : {}),
});

const unsupported = (name: string, property: string): ServiceError =>
  new ServiceError('ValidationException', `${name}: the embedded cloud does not support ${property}.`);
