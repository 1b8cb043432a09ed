import { declaredChecksum } from './checksums';
import { echoedEncoding, encoderOf, fromToken, limitOf, toToken } from './listing';
import { type Cursor, endOfPrefix, withoutEnd } from './object-keys';
import type { StoredObject } from './object-store';
import { type Answer, existing, quoted, type S3Call } from './s3-call';
import { branch, leaf, xmlResponse } from './xml';

/** ListObjects, which continues after a key. */
export const listObjects: Answer = (call) => {
  const { query } = call.request;
  const encode = encoderOf(query);
  const [marker, delimiter] = [query.get('marker') ?? '', query.get('delimiter') ?? ''];
  const maxKeys = limitOf(query, 'max-keys');
  // A marker that is a common prefix has listed every key with this prefix.
  const isPrefix = delimiter !== '' && marker.endsWith(delimiter);
  const page = readPage(call, maxKeys, { after: isPrefix ? endOfPrefix(marker) : marker });
  return xmlResponse(
    200,
    'ListBucketResult',
    leaf('Marker', encode(marker)),
    ...(page.next === undefined ? [] : [leaf('NextMarker', encode(withoutEnd(page.next)))]),
    ...membersOfPage(call, maxKeys, page, ownerOf(call)),
  );
};

/** ListObjectsV2, which continues with a token. */
export const listObjectsV2: Answer = (call) => {
  const { query } = call.request;
  const maxKeys = limitOf(query, 'max-keys');
  const [token, startAfter] = [query.get('continuation-token'), query.get('start-after')];
  const page = readPage(call, maxKeys, { after: token === null ? (startAfter ?? '') : fromToken(token) });
  return xmlResponse(
    200,
    'ListBucketResult',
    leaf('KeyCount', page.objects.length + page.prefixes.length),
    ...(startAfter === null ? [] : [leaf('StartAfter', encoderOf(query)(startAfter))]),
    ...(token === null ? [] : [leaf('ContinuationToken', token)]),
    ...(page.next === undefined ? [] : [leaf('NextContinuationToken', toToken(page.next))]),
    ...membersOfPage(call, maxKeys, page, query.get('fetch-owner') === 'true' ? ownerOf(call) : []),
  );
};

/**
 * ListObjectVersions: every object has one version, the current one. Its id is "null", as in a bucket without
 * versioning.
 */
export const listVersions: Answer = (call) => {
  const { query } = call.request;
  const encode = encoderOf(query);
  const maxKeys = limitOf(query, 'max-keys');
  const { objects, next } = readPage(call, maxKeys, { after: query.get('key-marker') ?? '' });
  return xmlResponse(
    200,
    'ListVersionsResult',
    leaf('Name', call.bucket),
    leaf('Prefix', encode(query.get('prefix') ?? '')),
    leaf('MaxKeys', maxKeys),
    leaf('IsTruncated', next !== undefined),
    ...echoedEncoding(query),
    ...(next === undefined ? [] : [leaf('NextKeyMarker', encode(next)), leaf('NextVersionIdMarker', 'null')]),
    ...objects.map((object) =>
      branch(
        'Version',
        ...[...membersOf(object, encode(object.key)), ...ownerOf(call)],
        ...[leaf('VersionId', 'null'), leaf('IsLatest', true)],
      ),
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

/** What both versions of ListObjects answer. */
const membersOfPage = (
  { request: { query }, bucket }: S3Call,
  maxKeys: number,
  { objects, prefixes, next }: Page,
  owner: readonly string[],
): readonly string[] => {
  const encode = encoderOf(query);
  const delimiter = query.get('delimiter');
  return [
    leaf('Name', bucket),
    leaf('Prefix', encode(query.get('prefix') ?? '')),
    ...(delimiter === null ? [] : [leaf('Delimiter', encode(delimiter))]),
    ...echoedEncoding(query),
    leaf('MaxKeys', maxKeys),
    leaf('IsTruncated', next !== undefined),
    ...objects.map((object) => branch('Contents', ...membersOf(object, encode(object.key)), ...owner)),
    ...prefixes.map((common) => branch('CommonPrefixes', leaf('Prefix', encode(common)))),
  ];
};

/** The owner of every object: the account. */
const ownerOf = ({ accountId }: S3Call): readonly string[] => [branch('Owner', leaf('ID', accountId))];

const membersOf = ({ modifiedAt, etag, size, headers }: StoredObject, key: string): readonly string[] => {
  const checksum = declaredChecksum(headers);
  return [
    leaf('Key', key),
    leaf('LastModified', new Date(modifiedAt).toISOString()),
    leaf('ETag', quoted(etag)),
    ...(checksum ? [leaf('ChecksumAlgorithm', checksum.algorithm)] : []),
    ...(checksum ? [leaf('ChecksumType', headers['x-amz-checksum-type'] ?? '')] : []),
    leaf('Size', size),
    leaf('StorageClass', 'STANDARD'),
  ];
};
