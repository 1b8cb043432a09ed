import { type Access, each } from '../../core/iam';
import { contents, textOf } from './xml';

/** A call of S3, as its operation is selected. */
export interface S3Request {
  /** The method and the query parameters that select the operation, such as `GET list-type`. */
  readonly call: string;
  readonly bucket: string;
  /** Empty when the call addresses the bucket. */
  readonly key: string;
  readonly query: URLSearchParams;
  /** The header x-amz-copy-source, decoded, without a leading slash. */
  readonly copySource: string | undefined;
  readonly body: () => string;
}

const ON_BUCKET: Readonly<Record<string, string>> = {
  'HEAD ': 's3:ListBucket',
  'GET ': 's3:ListBucket',
  'GET list-type': 's3:ListBucket',
  'GET uploads': 's3:ListBucketMultipartUploads',
  'GET versions': 's3:ListBucketVersions',
  'GET location': 's3:GetBucketLocation',
  'GET versioning': 's3:GetBucketVersioning',
  'GET encryption': 's3:GetEncryptionConfiguration',
  'GET lifecycle': 's3:GetLifecycleConfiguration',
  'GET publicAccessBlock': 's3:GetBucketPublicAccessBlock',
};

const LISTINGS = ['GET ', 'GET list-type', 'GET versions'];

const ON_OBJECT: Readonly<Record<string, string>> = {
  'GET ': 's3:GetObject',
  'HEAD ': 's3:GetObject',
  'PUT ': 's3:PutObject',
  'DELETE ': 's3:DeleteObject',
  'POST uploads': 's3:PutObject',
  'PUT partNumber,uploadId': 's3:PutObject',
  'POST uploadId': 's3:PutObject',
  'DELETE uploadId': 's3:AbortMultipartUpload',
  'GET uploadId': 's3:ListMultipartUploadParts',
  'GET attributes': 's3:GetObject',
};

/**
 * What a call of S3 needs; nothing for an operation that is not supported, which is refused anyway. Source:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
export const s3Accesses = (request: S3Request): readonly Access[] => {
  const { call, bucket, key, copySource } = request;
  const bucketArn = `arn:aws:s3:::${bucket}`;
  if (bucket === '') return [{ action: 's3:ListAllMyBuckets', resource: '*' }];
  if (key === '' && call === 'POST delete') return deletions(bucketArn, request.body());
  const action = (key === '' ? ON_BUCKET : ON_OBJECT)[call];
  if (action === undefined) return [];
  if (key === '') return [{ action, resource: bucketArn, context: listingContext(request) }];
  const source = copySource === undefined ? [] : each('s3:GetObject', [`arn:aws:s3:::${copySource}`]);
  const attributes = call === 'GET attributes' ? each('s3:GetObjectAttributes', [`${bucketArn}/${key}`]) : [];
  return [...source, ...attributes, { action, resource: `${bucketArn}/${key}` }];
};

/** S3 has these condition keys in a listing only, and s3:prefix also for an empty prefix. */
const listingContext = ({ call, query }: S3Request): Readonly<Record<string, string>> => {
  if (!LISTINGS.includes(call)) return {};
  const optional = ['delimiter', 'max-keys'].flatMap((name) => {
    const value = query.get(name);
    return value === null ? [] : [[`s3:${name}`, value] as const];
  });
  return { 's3:prefix': query.get('prefix') ?? '', ...Object.fromEntries(optional) };
};

/** AWS checks each key by itself; here one key that may not be deleted denies the whole call. */
const deletions = (bucketArn: string, xml: string): readonly Access[] =>
  contents(xml, 'Object').map((object) => {
    const action = textOf(object, 'VersionId') === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion';
    return { action, resource: `${bucketArn}/${textOf(object, 'Key') ?? ''}` };
  });
