import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { batchWrite, fromItem, type Item, queryAll, toItem } from 'aws-clients/dynamodb';

/*
 * The table of suppressed viewers: those who were erased. For each request it has the viewer's digest, by which
 * collectors drop events, and the viewer's pseudonyms, by which readers of the stream drop the events that collectors
 * accepted before. Items sort by the time of the request, so a copy is refreshed with the items that are new.
 */

/** What identifies a suppressed viewer: see {@link suppressionDigest}, or a pseudonym under one of the keyring's keys. */
export type SuppressionKind = 'digest' | 'pseudonym';

/** How one viewer is recognised. */
export interface Suppression {
  readonly digest: string;
  /** Under every key of the keyring. */
  readonly pseudonyms: readonly string[];
}

/** How old a copy may be. An erasure deletes what is left of a viewer after every copy has been refreshed. */
const REFRESH_MS = 60_000;

/** After a failed read, the next one waits this long, so that a table that is down does not slow down every request. */
const RETRY_MS = 5_000;

/** Requests that were written later than requests with later times, because clocks differ, must not be missed. */
const OVERLAP_MS = 5 * 60_000;

/** A copy is read again as a whole this often: an operator who revokes a suppression deletes its items. */
const WHOLE_EVERY_MS = 3_600_000;

/** Suppresses a viewer. `requestedAt` is in epoch ms. */
export const suppressViewer = (
  dynamodb: DynamoDBClient,
  tableName: string,
  { requestId, requestedAt }: { readonly requestId: string; readonly requestedAt: number },
  { digest, pseudonyms }: Suppression,
): Promise<void> => {
  const entry = `${timeText(requestedAt)} ${requestId}`;
  const items: readonly Item[] = [
    toItem({ kind: 'digest' satisfies SuppressionKind, entry, value: digest }),
    ...pseudonyms.map((value, index) =>
      toItem({ kind: 'pseudonym' satisfies SuppressionKind, entry: `${entry} ${index}`, value }),
    ),
  ];
  return batchWrite(dynamodb, tableName, items);
};

/**
 * The digests or the pseudonyms of all suppressed viewers, at most a minute old. If they cannot be refreshed, the last
 * copy counts; if there is no copy, the call rejects, and the caller decides.
 */
export const suppressedViewers = (
  dynamodb: DynamoDBClient,
  tableName: string,
  kind: SuppressionKind,
  now: () => number = Date.now,
): (() => Promise<ReadonlySet<string>>) => {
  let copy: Copy | undefined;
  let nextReadAt = -Infinity;
  return async () => {
    const at = now();
    if (at < nextReadAt) {
      if (!copy) throw new Error(`The table ${tableName} could not be read a moment ago.`);
      return copy.values;
    }
    try {
      copy = await refreshed(copy, at, (since) => readSince(dynamodb, tableName, kind, since));
      nextReadAt = at + REFRESH_MS;
    } catch (error) {
      nextReadAt = at + RETRY_MS;
      if (!copy) throw error;
    }
    return copy.values;
  };
};

interface Copy {
  readonly values: ReadonlySet<string>;
  /** When it was last refreshed, and when it was last read as a whole; epoch ms. */
  readonly at: number;
  readonly wholeAt: number;
}

const refreshed = async (
  copy: Copy | undefined,
  at: number,
  read: (since: number) => Promise<readonly string[]>,
): Promise<Copy> => {
  if (!copy || at >= copy.wholeAt + WHOLE_EVERY_MS) return { values: new Set(await read(0)), at, wholeAt: at };
  const { values, wholeAt } = copy;
  const added = (await read(copy.at - OVERLAP_MS)).filter((value) => !values.has(value));
  return { values: added.length === 0 ? values : new Set([...values, ...added]), at, wholeAt };
};

const readSince = async (
  dynamodb: DynamoDBClient,
  TableName: string,
  kind: SuppressionKind,
  since: number,
): Promise<readonly string[]> => {
  const items = await queryAll(dynamodb, {
    TableName,
    KeyConditionExpression: '#kind = :kind AND #entry >= :since',
    ExpressionAttributeNames: { '#kind': 'kind', '#entry': 'entry' },
    ExpressionAttributeValues: toItem({ ':kind': kind, ':since': timeText(since) }),
  });
  return items.map((item) => {
    const { value } = fromItem(item);
    if (typeof value !== 'string') throw new Error(`The table ${TableName} holds an item without a value.`);
    return value;
  });
};

/** ISO 8601, so that texts sort by time. */
const timeText = (at: number): string => new Date(at).toISOString();
