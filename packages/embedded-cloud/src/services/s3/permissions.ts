import { type Access, each, type RequestContext } from '../../core/iam';
import { Fields } from '../../core/fields';
import type { OperationCall } from '../../core/service';
import { copySourceOf } from './copy-calls';

const ON_BUCKET: Readonly<Record<string, string>> = {
  GetBucketEncryption: 's3:GetEncryptionConfiguration',
  GetBucketLifecycleConfiguration: 's3:GetLifecycleConfiguration',
  GetBucketLocation: 's3:GetBucketLocation',
  GetBucketVersioning: 's3:GetBucketVersioning',
  GetPublicAccessBlock: 's3:GetBucketPublicAccessBlock',
  HeadBucket: 's3:ListBucket',
  ListMultipartUploads: 's3:ListBucketMultipartUploads',
  ListObjects: 's3:ListBucket',
  ListObjectsV2: 's3:ListBucket',
  ListObjectVersions: 's3:ListBucketVersions',
};

const LISTINGS = ['ListObjects', 'ListObjectsV2', 'ListObjectVersions'];

const ON_OBJECT: Readonly<Record<string, readonly string[]>> = {
  AbortMultipartUpload: ['s3:AbortMultipartUpload'],
  CompleteMultipartUpload: ['s3:PutObject'],
  CopyObject: ['s3:PutObject'],
  CreateMultipartUpload: ['s3:PutObject'],
  DeleteObject: ['s3:DeleteObject'],
  GetObject: ['s3:GetObject'],
  GetObjectAttributes: ['s3:GetObjectAttributes', 's3:GetObject'],
  HeadObject: ['s3:GetObject'],
  ListParts: ['s3:ListMultipartUploadParts'],
  PutObject: ['s3:PutObject'],
  UploadPart: ['s3:PutObject'],
  UploadPartCopy: ['s3:PutObject'],
};

/**
 * What a call of S3 needs. Source:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
export const s3Accesses = ({ operation, input }: OperationCall): readonly Access[] => {
  const fields = new Fields(input);
  if (operation === 'ListBuckets') return [{ action: 's3:ListAllMyBuckets', resource: '*' }];
  const bucketArn = `arn:aws:s3:::${fields.string('Bucket')}`;
  if (operation === 'DeleteObjects') return deletions(bucketArn, fields);
  const onBucket = ON_BUCKET[operation];
  if (onBucket !== undefined) {
    return [{ action: onBucket, resource: bucketArn, context: LISTINGS.includes(operation) ? listed(fields) : {} }];
  }
  const copied = fields.optionalString('CopySource');
  const source = copied === undefined ? [] : each('s3:GetObject', [`arn:aws:s3:::${copySourceOf(copied)}`]);
  const resource = `${bucketArn}/${fields.string('Key')}`;
  return [...source, ...(ON_OBJECT[operation] ?? []).map((action) => ({ action, resource }))];
};

/** The condition keys of a listing; S3 has s3:prefix also for an empty prefix. */
const listed = (input: Fields): RequestContext => {
  const [delimiter, maxKeys] = [input.optionalString('Delimiter'), input.optionalString('MaxKeys')];
  return {
    's3:prefix': input.optionalString('Prefix') ?? '',
    ...(delimiter !== undefined && { 's3:delimiter': delimiter }),
    ...(maxKeys !== undefined && { 's3:max-keys': maxKeys }),
  };
};

/** AWS checks each key by itself; here one key that may not be deleted denies the whole call. */
const deletions = (bucketArn: string, input: Fields): readonly Access[] =>
  (input.object('Delete')?.objects('Objects') ?? []).map((object) => ({
    action: object.has('VersionId') ? 's3:DeleteObjectVersion' : 's3:DeleteObject',
    resource: `${bucketArn}/${object.optionalString('Key') ?? ''}`,
  }));
