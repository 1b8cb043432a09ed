/** A key that occurs twice in one object of a JSON text, and the event that holds the object. */
export interface DuplicateKey {
  readonly key: string;
  /** Position in the root's `events` array; undefined if the object is not part of an event. */
  readonly eventIndex: number | undefined;
}

interface Container {
  /** Keys seen so far; undefined for an array. */
  readonly keys: Set<string> | undefined;
  /** The element of the array, or the key of the object, that is being read. */
  index: number;
  key: string;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Finds every duplicate key in a text that JSON.parse accepts. JSON.parse silently keeps the last value, so two parsers
 * may read different events from one text: such an event is refused. The scan is iterative: depth costs memory, not
 * stack.
 */
export const duplicateKeys = (json: string): readonly DuplicateKey[] => {
  const found: DuplicateKey[] = [];
  const open: Container[] = [];
  for (let at = 0; at < json.length; at++) {
    const top = open.at(-1);
    switch (json[at]) {
      case '{':
        open.push({ keys: new Set(), index: 0, key: '' });
        break;
      case '[':
        open.push({ keys: undefined, index: 0, key: '' });
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case ',':
        if (top) top.index++;
        break;
      case '"': {
        const end = endOfString(json, at);
        if (top?.keys && isKey(json, end)) addKey(JSON.parse(json.slice(at, end + 1)) as unknown, top, open, found);
        at = end;
        break;
      }
      default:
    }
  }
  return found;
};

const addKey = (key: unknown, container: Container, open: readonly Container[], found: DuplicateKey[]): void => {
  const name = String(key);
  if (container.keys?.has(name)) found.push({ key: name, eventIndex: eventIndexOf(open) });
  container.keys?.add(name);
  container.key = name;
};

/** An event is an element of the root object's `events` array: root → array → event. */
const eventIndexOf = ([root, events, event]: readonly Container[]): number | undefined =>
  root?.key === 'events' && events?.keys === undefined && event ? events?.index : undefined;

const endOfString = (json: string, start: number): number => {
  for (let at = start + 1; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at;
  }
  return json.length;
};

/** In valid JSON, a string that is followed by a colon is a key. */
const isKey = (json: string, end: number): boolean => {
  for (let at = end + 1; at < json.length; at++) {
    const character = json[at];
    if (character === ':') return true;
    if (character !== ' ' && character !== '\n' && character !== '\r' && character !== '\t') return false;
  }
  return false;
};
