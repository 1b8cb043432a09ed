import type { JsonObject } from '../../core/service';
import type { Fields } from '../../core/fields';
import { invalidRequest } from './invalid-request';

interface Page<Item> {
  readonly items: readonly Item[];
  /** The NextToken member of the response; empty on the last page. */
  readonly next: JsonObject;
}

/** The page of a list that NextToken and MaxResults (1 to `max`, by default `usual`) select; throws when one is invalid. */
export const pageOf = <Item>(all: readonly Item[], input: Fields, max: number, usual = max): Page<Item> => {
  const from = Number(input.optionalString('NextToken') ?? 0);
  const size = input.optionalNumber('MaxResults') ?? usual;
  if (!Number.isInteger(from) || from < 0) throw invalidRequest('NextToken is not a token of this list.');
  if (!Number.isInteger(size) || size < 1 || size > max) throw invalidRequest(`MaxResults must be 1 to ${max}.`);
  const items = all.slice(from, from + size);
  const end = from + items.length;
  return { items, next: end < all.length ? { NextToken: String(end) } : {} };
};
