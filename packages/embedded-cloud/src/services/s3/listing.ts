import { ServiceError } from '../../core/service';
import { leaf } from './xml';

/** The largest page of every list. */
const MAX_PAGE = 1_000;

/** How a list writes keys: `encoding-type=url` escapes all but letters, digits and `/*-._`, so that XML can name any key. */
export const encoderOf = (query: URLSearchParams): ((key: string) => string) =>
  query.get('encoding-type') === 'url' ? toUrlEncoding : (key) => key;

const toUrlEncoding = (key: string): string =>
  encodeURIComponent(key)
    .replaceAll('%2F', '/')
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/** The element that says how keys are written. */
export const echoedEncoding = (query: URLSearchParams): readonly string[] =>
  query.get('encoding-type') === 'url' ? [leaf('EncodingType', 'url')] : [];

/** The token that continues a list after this key. */
export const toToken = (after: string): string => Buffer.from(`after:${after}`).toString('base64url');

/** The key after which a list continues. */
export const fromToken = (token: string): string => {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  if (!text.startsWith('after:')) {
    throw new ServiceError('InvalidArgument', 'The continuation token provided is incorrect');
  }
  return text.slice('after:'.length);
};

/** The most entries of a page that a query parameter asks for, 1,000 by default and at most. */
export const limitOf = (query: URLSearchParams, name: string): number => {
  const limit = Number(query.get(name) ?? MAX_PAGE);
  if (!Number.isInteger(limit) || limit < 0) throw new ServiceError('InvalidArgument', `${name} is not a number.`);
  return Math.min(limit, MAX_PAGE);
};
