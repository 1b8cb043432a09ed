import { ServiceError } from '../../core/service';
import type { Fields } from '../../core/fields';
import type { Answer } from './s3-call';
import { branch, leaf, xmlResponse } from './xml';

/** GetBucketVersioning: returns what the template declares, although the embedded S3 keeps current versions only. */
export const getVersioning: Answer = ({ declared }) => {
  const status = declared.object('VersioningConfiguration')?.optionalString('Status');
  return xmlResponse(200, 'VersioningConfiguration', ...(status === undefined ? [] : [leaf('Status', status)]));
};

/** The KMS key that encrypts the objects of a bucket by default; undefined for keys of S3. */
export const encryptionKeyOf = (declared: Fields): string | undefined => {
  const [rule] = declared.object('BucketEncryption')?.objects('ServerSideEncryptionConfiguration') ?? [];
  return rule?.object('ServerSideEncryptionByDefault')?.optionalString('KMSMasterKeyID');
};

/** GetBucketEncryption: without a declaration, S3 encrypts with its own keys. */
export const getEncryption: Answer = ({ declared }) => {
  const [rule] = declared.object('BucketEncryption')?.objects('ServerSideEncryptionConfiguration') ?? [];
  const byDefault = rule?.object('ServerSideEncryptionByDefault');
  const key = byDefault?.optionalString('KMSMasterKeyID');
  const applied = branch(
    'ApplyServerSideEncryptionByDefault',
    leaf('SSEAlgorithm', byDefault?.string('SSEAlgorithm') ?? 'AES256'),
    ...(key === undefined ? [] : [leaf('KMSMasterKeyID', key)]),
  );
  const isKeyed = leaf('BucketKeyEnabled', rule?.boolean('BucketKeyEnabled') ?? false);
  return xmlResponse(200, 'ServerSideEncryptionConfiguration', branch('Rule', applied, isKeyed));
};

/** GetPublicAccessBlock. */
export const getPublicAccessBlock: Answer = ({ declared }) => {
  const block = declared.object('PublicAccessBlockConfiguration');
  if (!block) throw missing('NoSuchPublicAccessBlockConfiguration', 'The public access block configuration');
  const flags = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'];
  return xmlResponse(200, 'PublicAccessBlockConfiguration', ...flags.map((flag) => leaf(flag, block.boolean(flag))));
};

/** GetBucketLifecycleConfiguration: returns the declared rules, which the embedded S3 does not apply. */
export const getLifecycle: Answer = ({ declared }) => {
  const rules = declared.object('LifecycleConfiguration')?.objects('Rules') ?? [];
  if (rules.length === 0) throw missing('NoSuchLifecycleConfiguration', 'The lifecycle configuration');
  return xmlResponse(
    200,
    'LifecycleConfiguration',
    ...rules.map((rule, index) => branch('Rule', ...membersOf(rule, index))),
  );
};

const membersOf = (rule: Fields, index: number): readonly string[] => [
  leaf('ID', rule.optionalString('Id') ?? `rule-${index + 1}`),
  branch('Filter', leaf('Prefix', rule.optionalString('Prefix') ?? '')),
  leaf('Status', rule.string('Status')),
  ...rule
    .objects('Transitions')
    .map((transition) =>
      branch(
        'Transition',
        leaf('Days', transition.number('TransitionInDays')),
        leaf('StorageClass', transition.string('StorageClass')),
      ),
    ),
  ...(rule.has('ExpirationInDays') ? [branch('Expiration', leaf('Days', rule.number('ExpirationInDays')))] : []),
  ...daysOf(rule, 'NoncurrentVersionExpiration', 'NoncurrentDays'),
  ...daysOf(rule, 'AbortIncompleteMultipartUpload', 'DaysAfterInitiation'),
];

const daysOf = (rule: Fields, action: string, days: string): readonly string[] => {
  const declared = rule.object(action);
  return declared ? [branch(action, leaf(days, declared.number(days)))] : [];
};

const missing = (code: string, what: string): ServiceError => new ServiceError(code, `${what} does not exist`, 404);
