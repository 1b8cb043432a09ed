import type { Fields } from '../../core/fields';
import { invalidParameter } from './errors';

/** A page of a sorted list, and the token of the next page, which is the key of the last item on this one. */
export const page = <Item>(
  all: readonly Item[],
  keyOf: (item: Item) => string,
  input: Fields,
  maxItems: number,
): { readonly items: readonly Item[]; readonly next: { readonly nextToken?: string } } => {
  const limit = limitOf(input, maxItems);
  const token = input.optionalString('nextToken');
  const from = token === undefined ? 0 : all.findIndex((item) => keyOf(item) === token) + 1;
  if (token !== undefined && from === 0) throw invalidParameter('The specified nextToken is invalid.');
  const items = all.slice(from, from + limit);
  const last = items.at(-1);
  return { items, next: last && from + limit < all.length ? { nextToken: keyOf(last) } : {} };
};

/** The limit of a call; throws when it is not between 1 and the maximum, which is also the default. */
export const limitOf = (input: Fields, maxItems: number): number => {
  const limit = input.optionalNumber('limit') ?? maxItems;
  if (limit < 1 || limit > maxItems) throw invalidParameter(`limit must be between 1 and ${maxItems}.`);
  return limit;
};
