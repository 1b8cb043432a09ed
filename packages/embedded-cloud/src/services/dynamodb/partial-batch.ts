import type { JsonObject } from '../../core/service';
import { Fields } from '../../core/fields';

/** By table, as in BatchWriteItem. */
type Requests = Record<string, unknown[]>;

/** Splits a BatchWriteItem into what is executed and what is given back; undefined when all of it is executed. */
export const splitBatch = (
  body: string,
  strikes: () => boolean,
): { readonly input: JsonObject | undefined; readonly unprocessed: Requests } | undefined => {
  const input = Fields.parse(body);
  const kept: Requests = {};
  const unprocessed: Requests = {};
  const items = input.object('RequestItems') ?? new Fields({});
  for (const table of Object.keys(items.all)) {
    for (const { all: request } of items.objects(table)) {
      const side = strikes() ? unprocessed : kept;
      (side[table] ??= []).push(request);
    }
  }
  if (Object.keys(unprocessed).length === 0) return undefined;
  const rest = Object.keys(kept).length > 0 ? { ...input.all, RequestItems: kept } : undefined;
  return { input: rest, unprocessed };
};

/** Adds what was given back to the answer for what was executed. */
export const addUnprocessed = (answer: string, unprocessed: Requests): string => {
  const output = Fields.parse(answer);
  const already = output.object('UnprocessedItems')?.all ?? {};
  return JSON.stringify({ ...output.all, UnprocessedItems: { ...already, ...unprocessed } });
};
