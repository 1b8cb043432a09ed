import type { Access } from './access';

/** What a call does with the key of the resource that it addresses. */
interface KeyUse {
  readonly actions: readonly ('Decrypt' | 'GenerateDataKey')[];
  /** The error code of a denial, where the service has one of its own. */
  readonly errorCode?: string;
}

const KINESIS = 'KMSAccessDeniedException';
const SQS = 'KmsAccessDenied';

/**
 * The calls for which a service uses the customer key of a resource in the name of its caller. Sources:
 * https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html,
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html,
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html,
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html,
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
const KEY_USES: Readonly<Record<string, KeyUse>> = {
  'kinesis:PutRecord': { actions: ['GenerateDataKey'], errorCode: KINESIS },
  'kinesis:PutRecords': { actions: ['GenerateDataKey'], errorCode: KINESIS },
  'kinesis:GetRecords': { actions: ['Decrypt'], errorCode: KINESIS },
  'sqs:SendMessage': { actions: ['GenerateDataKey', 'Decrypt'], errorCode: SQS },
  'sqs:ReceiveMessage': { actions: ['Decrypt'], errorCode: SQS },
  's3:GetObject': { actions: ['Decrypt'] },
  's3:PutObject': { actions: ['GenerateDataKey'] },
  'sns:Publish': { actions: ['GenerateDataKey', 'Decrypt'], errorCode: 'KMSAccessDenied' },
  'secretsmanager:GetSecretValue': { actions: ['Decrypt'] },
  'secretsmanager:PutSecretValue': { actions: ['GenerateDataKey', 'Decrypt'] },
};

/** The permissions for the key of a resource that a call with this permission needs besides. */
export const keyAccesses = ({ action }: Access, keyArn: string): readonly Access[] => {
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

/**
 * The ARN of a KMS key that a template names by ARN or id; undefined for an alias. The keys of AWS have aliases, such as
 * alias/aws/sns, and their policies allow every identity of the account that calls the service.
 */
export const toKeyArn = (
  key: string,
  { region, accountId }: { readonly region: string; readonly accountId: string },
): string | undefined => {
  if (/(^|:)alias\//.test(key)) return undefined;
  return key.startsWith('arn:') ? key : `arn:aws:kms:${region}:${accountId}:key/${key}`;
};
