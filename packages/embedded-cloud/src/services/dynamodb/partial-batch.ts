import type { JsonObject } from '../../core/service';
import { Fields } from '../../core/fields';

/** Write requests by table, as in BatchWriteItem. */
type Requests = Record<string, unknown[]>;

/** Splits a BatchWriteItem into executed and unprocessed requests; undefined when all of them are executed. */
export const splitBatch = (
  input: JsonObject,
  strikes: () => boolean,
): { readonly input: JsonObject | undefined; readonly unprocessed: Requests } | undefined => {
  const executed: Requests = {};
  const unprocessed: Requests = {};
  const items = new Fields(input).object('RequestItems') ?? new Fields({});
  for (const table of Object.keys(items.all)) {
    for (const { all: request } of items.objects(table)) {
      const requests = strikes() ? unprocessed : executed;
      (requests[table] ??= []).push(request);
    }
  }
  if (Object.keys(unprocessed).length === 0) return undefined;
  const rest = Object.keys(executed).length > 0 ? { ...input, RequestItems: executed } : undefined;
  return { input: rest, unprocessed };
};

/** Adds the unprocessed requests to the answer for the executed ones. */
export const addUnprocessed = (answer: string, unprocessed: Requests): string => {
  const output = Fields.parse(answer);
  const existing = output.object('UnprocessedItems')?.all ?? {};
  return JSON.stringify({ ...output.all, UnprocessedItems: { ...existing, ...unprocessed } });
};
