import { type Access, policyHolder } from './access';

/** What a call does with the key of the resource that it addresses. */
interface KeyUse {
  readonly actions: readonly ('Decrypt' | 'GenerateDataKey')[];
  /** The error code of a denial, where the service has one of its own. */
  readonly errorCode?: string;
}

const KINESIS = 'KMSAccessDeniedException';
const SQS = 'KmsAccessDenied';

/** DynamoDB decrypts the key of the table for its caller, also for a write: it makes that key under a grant of its own. */
const DYNAMODB_CALLS = [
  'GetItem',
  'BatchGetItem',
  'Query',
  'Scan',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
];

/**
 * The calls for which a service uses the customer key of a resource in the name of its caller. Sources:
 * https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html,
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html,
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html,
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html,
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html,
 * https://docs.aws.amazon.com/kms/latest/developerguide/services-dynamodb.html#dynamodb-cmk-trail
 *
 * Firehose uses a key under a grant, and CloudWatch Logs in its own name: they need nothing of a caller. Sources:
 * https://docs.aws.amazon.com/firehose/latest/APIReference/API_DeliveryStreamEncryptionConfigurationInput.html,
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
const KEY_USES: Readonly<Record<string, KeyUse>> = {
  'kinesis:PutRecord': { actions: ['GenerateDataKey'], errorCode: KINESIS },
  'kinesis:PutRecords': { actions: ['GenerateDataKey'], errorCode: KINESIS },
  'kinesis:GetRecords': { actions: ['Decrypt'], errorCode: KINESIS },
  'kinesis:SubscribeToShard': { actions: ['Decrypt'], errorCode: KINESIS },
  'sqs:SendMessage': { actions: ['GenerateDataKey', 'Decrypt'], errorCode: SQS },
  'sqs:ReceiveMessage': { actions: ['Decrypt'], errorCode: SQS },
  's3:GetObject': { actions: ['Decrypt'] },
  's3:PutObject': { actions: ['GenerateDataKey'] },
  'sns:Publish': { actions: ['GenerateDataKey', 'Decrypt'], errorCode: 'KMSAccessDenied' },
  'secretsmanager:GetSecretValue': { actions: ['Decrypt'] },
  'secretsmanager:PutSecretValue': { actions: ['GenerateDataKey', 'Decrypt'] },
  ...Object.fromEntries(DYNAMODB_CALLS.map((name) => [`dynamodb:${name}`, { actions: ['Decrypt'] } as const])),
};

/** The permissions for the key of a resource that a call with this permission needs besides. */
const keyAccesses = ({ action }: Access, keyArn: string): readonly Access[] => {
  const use = KEY_USES[action];
  if (!use) return [];
  const [, , , region = '', accountId = ''] = keyArn.split(':');
  const service = action.split(':')[0] ?? '';
  const context = {
    'kms:viaservice': `${service}.${region}.amazonaws.com`,
    'kms:calleraccount': accountId,
  };
  const code = use.errorCode === undefined ? {} : { errorCode: use.errorCode };
  return use.actions.map((name) => ({ action: `kms:${name}`, resource: keyArn, context, ...code }));
};

/** The customer keys that encrypt resources, and the aliases of keys. */
export class ResourceKeys {
  /** By the ARN of the resource: its key, by ARN, id or alias. */
  private readonly keys = new Map<string, string>();
  private readonly aliases = new Map<string, string>();

  constructor(private readonly account: { readonly accountId: string; readonly region: string }) {}

  /** Notes the key of a resource, by ARN, id or alias. */
  add(resourceArn: string, key: string): void {
    this.keys.set(resourceArn, key);
  }

  /** Notes the key that an alias such as `alias/orders` names. */
  addAlias(alias: string, key: string): void {
    this.aliases.set(alias, key);
  }

  /** The permissions for a customer key that a call with this permission needs besides. */
  accessesFor(access: Access): readonly Access[] {
    const key = this.keys.get(policyHolder(access.resource));
    const keyArn = key === undefined ? undefined : this.toArn(key);
    return keyArn === undefined ? [] : keyAccesses(access, keyArn);
  }

  /**
   * The ARN of a key; undefined for an alias that no template declares. AWS declares the aliases of its own keys, such as
   * alias/aws/sns, whose policies allow every identity of the account that calls the service.
   */
  private toArn(key: string): string | undefined {
    const [alias] = /alias\/.+$/.exec(key) ?? [];
    const target = alias === undefined ? key : this.aliases.get(alias);
    if (target === undefined || target.startsWith('arn:')) return target;
    return `arn:aws:kms:${this.account.region}:${this.account.accountId}:key/${target}`;
  }
}
