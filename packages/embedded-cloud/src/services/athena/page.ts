import type { JsonObject } from '../../core/service';
import type { Fields } from '../../core/fields';
import { invalidRequest } from './invalid-request';

interface Page<Item> {
  readonly items: readonly Item[];
  /** NextToken, as part of the answer; nothing where this is the last page. */
  readonly next: JsonObject;
}

/** The part of a list that a call asks for by NextToken and MaxResults, `most` at once; throws where they are none of its. */
export const pageOf = <Item>(all: readonly Item[], input: Fields, most: number): Page<Item> => {
  const from = Number(input.optionalString('NextToken') ?? 0);
  const asked = input.optionalNumber('MaxResults') ?? most;
  if (!Number.isInteger(from) || from < 0) throw invalidRequest('NextToken is not one of this list.');
  if (!Number.isInteger(asked) || asked < 1 || asked > most) throw invalidRequest(`MaxResults is 1 to ${most}.`);
  const items = all.slice(from, from + asked);
  const end = from + items.length;
  return { items, next: end < all.length ? { NextToken: String(end) } : {} };
};
