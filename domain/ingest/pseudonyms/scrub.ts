import { type Field, PLAYER_EVENT_FIELDS } from '../../families/viewing';
import type { Pseudonym } from '../accept-events';

const FIELDS = new Map<string, Field>(Object.entries(PLAYER_EVENT_FIELDS));

/** How the name of a field is spelt. Anything else in its place is data, and may be a viewer's id. */
const NAME = /^[a-z_-]{1,64}$/i;

/**
 * A refused event as the quarantine may keep it: the viewer as a pseudonym with its key's id, the values that are what
 * their field asks for, and of everything else only what kind of thing it was. A client that sends `viewerId`, an id in
 * the place of a title, or JSON within a string, must not smuggle a viewer's id past the collector.
 */
export const scrub = (event: unknown, pseudonymOf: (viewerId: string) => Pseudonym): unknown => {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) return describe(event);
  const members = Object.entries(event).flatMap(([name, value]: [string, unknown], at): [string, unknown][] => {
    if (name !== 'viewer_id') {
      return [[scrubName(name, `, the event's ${at + 1}.`), isHarmless(name, value) ? value : describe(value)]];
    }
    if (typeof value !== 'string') return [[name, describe(value)]];
    const { value: pseudonym, keyId } = pseudonymOf(value);
    return [
      [name, pseudonym],
      ['viewer_key_id', keyId],
    ];
  });
  return Object.fromEntries(members);
};

/** A field's name where it is spelt like one, else its length; `which` keeps two of one event apart. */
export const scrubName = (name: string, which = ''): string =>
  NAME.test(name) ? name : `[name of ${name.length}${which}]`;

/** As the field asks for, or a number in the place of another: out of bounds it tells most. */
const isHarmless = (name: string, value: unknown): boolean => {
  const field = FIELDS.get(name);
  return field !== undefined && (field.accepts(value) || (typeof value === 'number' && field.accepts(0)));
};

const describe = (value: unknown): string | null => {
  if (value === null) return null;
  if (typeof value === 'string') return `[string of ${value.length}]`;
  if (Array.isArray(value)) return `[array of ${value.length}]`;
  return typeof value === 'object' ? `[object of ${Object.keys(value).length}]` : `[${typeof value}]`;
};
