import { isInteger } from '../families';
import { illFormedFields, type Issue, keyCountOf, MAX_EPOCH_MS } from '../families/viewing';
import { duplicateKeys } from './duplicate-keys';

/** More events than this in one request are refused with it: a player that was offline sends several requests. */
const MAX_EVENTS_PER_REQUEST = 500;

/** A request's body, its envelope checked and its events not yet. */
export interface RequestEnvelope {
  readonly sentAt: number;
  readonly events: readonly unknown[];
  /** The `keyCountOf` each event. */
  readonly keyCounts: readonly number[];
  /** What only the text shows and JSON.parse passes in silence, by the event's index. */
  readonly textIssues: ReadonlyMap<number, Issue>;
}

/** Why a whole request is refused, with its events where it could be read that far. */
export interface RefusedRequest extends Issue {
  readonly status: 400 | 413;
  readonly events?: readonly unknown[];
}

/** Reads `{sent_at, events: […]}`. Never throws: what is wrong with the body comes back as data. */
export const readRequest = (body: string): RequestEnvelope | RefusedRequest => {
  const root = parseJson(body);
  if (root instanceof SyntaxError) return refuse('body', `is not JSON${positionOf(root)}`);
  if (!isObject(root)) return refuse('body', 'must be an object {sent_at, events}');
  const { sent_at: sentAt, events, ...rest } = root;
  if (!Array.isArray(events)) return refuse('events', 'must be an array of events');
  const list: readonly unknown[] = events;
  const [stranger] = Object.keys(rest);
  if (stranger !== undefined) return refuse(stranger.slice(0, 128).toWellFormed(), 'is not a field of a request', list);
  if (typeof sentAt !== 'number' || !isInteger(sentAt, 0, MAX_EPOCH_MS)) {
    return refuse('sent_at', `must be an integer from 0 to ${MAX_EPOCH_MS}, in epoch ms`, list);
  }
  if (list.length === 0) return refuse('events', 'must hold at least one event');
  if (list.length > MAX_EVENTS_PER_REQUEST) {
    const reason = `holds ${list.length} events; send at most ${MAX_EVENTS_PER_REQUEST} in a request`;
    return { ...refuse('events', reason, list), status: 413 };
  }
  const keyCounts = list.map(keyCountOf);
  const repeated = colonsIn(body) === keysIn(list, keyCounts) + 2 ? [] : duplicateKeys(body);
  const outside = repeated.find(({ eventIndex }) => eventIndex === undefined);
  if (outside) return refuse(outside.key.slice(0, 128).toWellFormed(), 'stands twice in one object', list);
  const twice = repeated.map(({ eventIndex = 0, key }) => [eventIndex, standsTwice(key)] as const);
  return { sentAt, events: list, keyCounts, textIssues: new Map([...illFormedFields(body, list), ...twice]) };
};

const standsTwice = (key: string): Issue => ({
  field: key.slice(0, 128).toWellFormed(),
  reason: 'stands twice in the event',
});

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

/** The parser's message quotes the text, which may hold a viewer's id: only the position leaves here. */
const positionOf = (error: SyntaxError): string => {
  const position = /position \d+/.exec(error.message)?.[0];
  return position === undefined ? '' : `: see ${position}`;
};

/*
 * Where a text holds as many colons as its parsed value holds keys, no key stood twice, and the walk through every
 * character's meaning is saved. A colon inside a string only costs that walk.
 */
const colonsIn = (text: string): number => {
  let colons = 0;
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) colons++;
  return colons;
};

/** Of events and of their assignments; what lies deeper is no event, does not count, and so is walked through. */
const keysIn = (events: readonly unknown[], keyCounts: readonly number[]): number => {
  let keys = 0;
  for (const count of keyCounts) keys += count;
  for (const event of events) {
    const experiments = isObject(event) ? event.experiments : undefined;
    if (Array.isArray(experiments)) for (const experiment of experiments) keys += keyCountOf(experiment);
  }
  return keys;
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
