import { anonymityOf, type EventFamily, type FieldDefinition, type Pseudonym } from '../../families';

/** The form of field names. Any other key may be data, such as a person's id. */
const NAME = /^[a-z_-]{1,64}$/i;

/**
 * Reduces a refused event to what the quarantine may keep: the person's pseudonym with the id of its key, the values that
 * are valid for their fields, and only the kind and length of everything else. A person's id must not pass the collector,
 * even if a client sends `viewerId`, an id in the field of a title, or JSON inside a string.
 */
export const scrub = (
  event: unknown,
  { definition, sentFields }: Pick<EventFamily, 'definition' | 'sentFields'>,
  pseudonymOf: (personId: string) => Pseudonym,
): unknown => {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) return describe(event);
  const { person } = definition;
  const isAnonymous = anonymityOf(definition)({ ...event });
  const members = Object.entries(event).flatMap(([name, value]: [string, unknown], at): [string, unknown][] => {
    if (name !== person?.id) {
      const kept = isHarmless(sentFields.get(name), value) ? value : describe(value);
      return [[scrubName(name, `, the event's ${at + 1}.`), kept]];
    }
    if (typeof value !== 'string' || isAnonymous) return [[name, describe(value)]];
    const { value: pseudonym, keyId } = pseudonymOf(value);
    return [
      [name, pseudonym],
      [person.keyId, keyId],
    ];
  });
  return Object.fromEntries(members);
};

/** The key if it has the form of a field name, otherwise its length; `which` distinguishes two such keys of one event. */
export const scrubName = (name: string, which = ''): string =>
  NAME.test(name) ? name : `[name of ${name.length}${which}]`;

/** Whether the value is valid for its field. An invalid number in a numeric field is kept too: it is the best clue. */
const isHarmless = (field: FieldDefinition | undefined, value: unknown): boolean =>
  field !== undefined &&
  field.isFreeText === undefined &&
  (field.type.accepts(value) || (typeof value === 'number' && field.type.accepts(0)));

const describe = (value: unknown): string | null => {
  if (value === null) return null;
  if (typeof value === 'string') return `[string of ${value.length}]`;
  if (Array.isArray(value)) return `[array of ${value.length}]`;
  return typeof value === 'object' ? `[object of ${Object.keys(value).length}]` : `[${typeof value}]`;
};
