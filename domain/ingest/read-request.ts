import { type EventFamily, illFormedFields, isNumber, type Issue, keyCountOf, MAX_EPOCH_MS } from '../families';
import { duplicateKeys } from './duplicate-keys';

/** A request with more events is refused as a whole: a player that was offline sends several requests. */
const MAX_EVENTS_PER_REQUEST = 500;

/** The body of a request: its envelope is checked, its events are not. */
export interface RequestEnvelope {
  /** By the sender's clock, epoch ms. */
  readonly sentAt: number;
  /** The sender's own measurement of how far the collector's clock is ahead of its own, ms. */
  readonly measuredOffsetMs?: number;
  readonly events: readonly unknown[];
  /** The `keyCountOf` each event. */
  readonly keyCounts: readonly number[];
  /** Problems that only the text shows, because JSON.parse silently accepts them; by the index of the event. */
  readonly textIssues: ReadonlyMap<number, Issue>;
}

/** Why a whole request is refused, with its events if they could be read. */
export interface RefusedRequest extends Issue {
  readonly status: 400 | 413;
  readonly events?: readonly unknown[];
}

/** Reads `{sent_at, clock_offset_ms?, events: […]}` with events of a family. Never throws: a problem with the body is returned as data. */
export const readRequest = (
  { sentFields, objectFields }: Pick<EventFamily, 'sentFields' | 'objectFields'>,
  body: string,
): RequestEnvelope | RefusedRequest => {
  const root = parseJson(body);
  if (root instanceof SyntaxError) return refuse('body', `is not JSON${positionOf(root)}`);
  if (!isObject(root)) return refuse('body', 'must be an object {sent_at, events}');
  const { sent_at: sentAt, clock_offset_ms: offsetMs, events, ...rest } = root;
  if (!Array.isArray(events)) return refuse('events', 'must be an array of events');
  const list: readonly unknown[] = events;
  const [unknownField] = Object.keys(rest);
  if (unknownField !== undefined) return refuse(quoted(unknownField), 'is not a field of a request', list);
  if (!isNumber(sentAt, 0, MAX_EPOCH_MS)) {
    return refuse('sent_at', `must be a number from 0 to ${MAX_EPOCH_MS}, in epoch ms`, list);
  }
  if (offsetMs !== undefined && !isNumber(offsetMs, -MAX_EPOCH_MS, MAX_EPOCH_MS)) {
    return refuse('clock_offset_ms', `must be a number from -${MAX_EPOCH_MS} to ${MAX_EPOCH_MS}, in ms`, list);
  }
  if (list.length === 0) return refuse('events', 'must hold at least one event');
  if (list.length > MAX_EVENTS_PER_REQUEST) {
    const reason = `holds ${list.length} events; send at most ${MAX_EVENTS_PER_REQUEST} in a request`;
    return { ...refuse('events', reason, list), status: 413 };
  }
  const keyCounts = list.map(keyCountOf);
  const duplicates =
    colonsIn(body) === keysIn(list, keyCounts, objectFields) + keyCountOf(root) ? [] : duplicateKeys(body);
  const outside = duplicates.find(({ eventIndex }) => eventIndex === undefined);
  if (outside) return refuse(quoted(outside.key), 'occurs twice in one object', list);
  const inEvents = duplicates.map(
    ({ eventIndex = 0, key }) => [eventIndex, { field: quoted(key), reason: 'occurs twice in the event' }] as const,
  );
  return {
    sentAt: Math.round(sentAt),
    ...(offsetMs !== undefined && { measuredOffsetMs: Math.round(offsetMs) }),
    ...{ events: list, keyCounts },
    textIssues: new Map([...illFormedFields(body, list, sentFields), ...inEvents]),
  };
};

/** The start of a key that a client chose, as well-formed text. */
const quoted = (key: string): string => key.slice(0, 128).toWellFormed();

const refuse = (field: string, reason: string, events?: readonly unknown[]): RefusedRequest => ({
  status: 400,
  field,
  reason,
  ...(events && { events }),
});

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error instanceof SyntaxError ? error : new SyntaxError();
  }
};

/** The parser's message quotes the text, which may hold a person's id. Only the position may leave this function. */
const positionOf = (error: SyntaxError): string => {
  const position = /position \d+/.exec(error.message)?.[0];
  return position === undefined ? '' : `: see ${position}`;
};

/*
 * If a text has as many colons as its parsed value has keys, no key occurs twice, and the scan of every character is
 * not needed. A colon inside a string only causes an unnecessary scan.
 */
const colonsIn = (text: string): number => {
  let colons = 0;
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) colons++;
  return colons;
};

/**
 * The keys of events and of the objects in their fields. Deeper keys belong to no valid event; not counting them causes a
 * scan.
 */
const keysIn = (events: readonly unknown[], keyCounts: readonly number[], objectFields: readonly string[]): number => {
  let keys = 0;
  for (const count of keyCounts) keys += count;
  for (const event of events) {
    if (!isObject(event)) continue;
    for (const name of objectFields) {
      const objects = event[name];
      if (Array.isArray(objects)) for (const object of objects) keys += keyCountOf(object);
    }
  }
  return keys;
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
