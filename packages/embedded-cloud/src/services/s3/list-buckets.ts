import type { HttpResponse } from '../../core/service';
import type { Fields } from '../../core/fields';
import { fromToken, toToken } from './listing';
import { branch, leaf, xmlResponse } from './xml';

interface ListedBucket {
  readonly name: string;
  /** Epoch ms. */
  readonly createdAt: number;
}

/** ListBuckets: all of them, unless the call asks for pages. */
export const listBuckets = (input: Fields, accountId: string, buckets: readonly ListedBucket[]): HttpResponse => {
  const [prefix, token] = [input.optionalString('Prefix') ?? '', input.optionalString('ContinuationToken')];
  const after = token === undefined ? '' : fromToken(token);
  const waiting = buckets
    .filter(({ name }) => name.startsWith(prefix) && name > after)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const page = waiting.slice(0, input.optionalNumber('MaxBuckets'));
  const last = page.length < waiting.length ? page.at(-1) : undefined;
  return xmlResponse(
    200,
    'ListAllMyBucketsResult',
    branch('Owner', leaf('ID', accountId)),
    branch('Buckets', ...page.map(({ name, createdAt }) => toBucket(name, createdAt))),
    ...(prefix === '' ? [] : [leaf('Prefix', prefix)]),
    ...(last ? [leaf('ContinuationToken', toToken(last.name))] : []),
  );
};

const toBucket = (name: string, createdAt: number): string =>
  branch('Bucket', leaf('Name', name), leaf('CreationDate', new Date(createdAt).toISOString()));
