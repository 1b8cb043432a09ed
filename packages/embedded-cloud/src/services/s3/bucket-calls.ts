import { ServiceError } from '../../core/service';
import { contentOf } from './content';
import { type Cursor, endOfPrefix } from './object-keys';
import type { StoredObject } from './object-store';
import { type Answer, empty, existing, quoted, type S3Call } from './s3-call';
import { branch, contents, leaf, textOf, xmlResponse } from './xml';

const MAX_KEYS = 1_000;

/** HeadBucket: the router has already checked that the bucket exists. */
export const headBucket: Answer = ({ region }) => empty(200, { 'x-amz-bucket-region': region });

/** GetBucketLocation: S3 returns an empty constraint for us-east-1. */
export const getLocation: Answer = ({ region }) =>
  xmlResponse(200, 'LocationConstraint', region === 'us-east-1' ? '' : region);

/** DeleteObjects, up to 1,000 keys. */
export const deleteObjects: Answer = ({ request, store, bucket }) => {
  const xml = contentOf(request).toString('utf8');
  const keys = contents(xml, 'Object').map((object) => textOf(object, 'Key') ?? '');
  if (keys.length === 0 || keys.length > MAX_KEYS || keys.includes('')) {
    throw new ServiceError('MalformedXML', 'DeleteObjects accepts 1 to 1000 objects, each with a Key.');
  }
  for (const key of keys) store.remove(bucket, key);
  const isQuiet = textOf(xml, 'Quiet') === 'true';
  return xmlResponse(200, 'DeleteResult', ...(isQuiet ? [] : keys.map((key) => branch('Deleted', leaf('Key', key)))));
};

/** ListObjectsV2. */
export const listObjects: Answer = (call) => {
  const { query } = call.request;
  if (query.get('list-type') !== '2') {
    throw new ServiceError('NotImplemented', 'The embedded S3 supports ListObjectsV2 only.', 501);
  }
  const encode = query.get('encoding-type') === 'url' ? encodeURIComponent : (text: string) => text;
  const echoed = (name: string, tag: string): string[] => {
    const value = query.get(name);
    return value === null ? [] : [leaf(tag, encode(value))];
  };
  const maxKeys = toMaxKeys(query.get('max-keys'));
  const token = query.get('continuation-token');
  const page = readPage(call, maxKeys, {
    after: token === null ? (query.get('start-after') ?? '') : fromToken(token),
  });
  return xmlResponse(
    200,
    'ListBucketResult',
    leaf('Name', call.bucket),
    leaf('Prefix', encode(query.get('prefix') ?? '')),
    ...echoed('delimiter', 'Delimiter'),
    ...echoed('start-after', 'StartAfter'),
    ...echoed('encoding-type', 'EncodingType'),
    leaf('KeyCount', page.objects.length + page.prefixes.length),
    leaf('MaxKeys', maxKeys),
    leaf('IsTruncated', page.next !== undefined),
    ...(page.next === undefined ? [] : [leaf('NextContinuationToken', toToken(page.next))]),
    ...page.objects.map((object) => branch('Contents', ...membersOf(object, encode(object.key)))),
    ...page.prefixes.map((prefix) => branch('CommonPrefixes', leaf('Prefix', encode(prefix)))),
  );
};

/**
 * ListObjectVersions: every object has one version, the current one. Its id is "null", as in a bucket without
 * versioning.
 */
export const listVersions: Answer = (call) => {
  const { query } = call.request;
  const encode = query.get('encoding-type') === 'url' ? encodeURIComponent : (text: string) => text;
  const maxKeys = toMaxKeys(query.get('max-keys'));
  const { objects, next } = readPage(call, maxKeys, { after: query.get('key-marker') ?? '' });
  return xmlResponse(
    200,
    'ListVersionsResult',
    leaf('Name', call.bucket),
    leaf('Prefix', encode(query.get('prefix') ?? '')),
    leaf('MaxKeys', maxKeys),
    leaf('IsTruncated', next !== undefined),
    ...(next === undefined ? [] : [leaf('NextKeyMarker', encode(next)), leaf('NextVersionIdMarker', 'null')]),
    ...objects.map((object) =>
      branch('Version', ...membersOf(object, encode(object.key)), leaf('VersionId', 'null'), leaf('IsLatest', true)),
    ),
  );
};

interface Page {
  readonly objects: readonly StoredObject[];
  readonly prefixes: readonly string[];
  /** The key after which the next page starts; undefined on the last page. */
  readonly next: string | undefined;
}

/** Reads one page that starts at the cursor, and moves the cursor. */
const readPage = ({ request: { query }, store, bucket }: S3Call, maxKeys: number, cursor: Cursor): Page => {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const objects: StoredObject[] = [];
  const prefixes: string[] = [];
  for (const key of store.keys(bucket, prefix, cursor)) {
    if (maxKeys === 0) break;
    if (objects.length + prefixes.length === maxKeys) return { objects, prefixes, next: cursor.after };
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    if (cut < 0) {
      objects.push(existing(store, bucket, key));
      cursor.after = key;
    } else {
      const common = key.slice(0, cut + delimiter.length);
      prefixes.push(common);
      cursor.after = endOfPrefix(common); // `store.keys` reads the cursor and skips the other keys with this prefix
    }
  }
  return { objects, prefixes, next: undefined };
};

const membersOf = ({ modifiedAt, etag, size }: StoredObject, key: string): readonly string[] => [
  leaf('Key', key),
  leaf('LastModified', new Date(modifiedAt).toISOString()),
  leaf('ETag', quoted(etag)),
  leaf('Size', size),
  leaf('StorageClass', 'STANDARD'),
];

const toMaxKeys = (requested: string | null): number => {
  const maxKeys = Number(requested ?? MAX_KEYS);
  if (!Number.isInteger(maxKeys) || maxKeys < 0) throw new ServiceError('InvalidArgument', 'max-keys is not a number.');
  return Math.min(maxKeys, MAX_KEYS);
};

const toToken = (after: string): string => Buffer.from(`after:${after}`).toString('base64url');

const fromToken = (token: string): string => {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  if (!text.startsWith('after:')) {
    throw new ServiceError('InvalidArgument', 'The continuation token provided is incorrect');
  }
  return text.slice('after:'.length);
};
