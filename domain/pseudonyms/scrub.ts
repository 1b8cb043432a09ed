import type { Pseudonym } from '../events/accept-events';
import { isExperiments } from '../events/field-rules';
import { PLAYER_EVENT_FIELDS } from '../events/player-event-fields';

const KNOWN = new Set<string>(Object.keys(PLAYER_EVENT_FIELDS));

/**
 * A refused event as the quarantine may keep it: the viewer as a pseudonym with its key's id, the plain values of the
 * fields that an event has, and of everything else only what kind of thing it was. A client that sends `viewerId`, or
 * JSON within a string, must not smuggle a viewer's id past the collector.
 */
export const scrub = (event: unknown, pseudonymOf: (viewerId: string) => Pseudonym): unknown => {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) return describe(event);
  const members = Object.entries(event).flatMap(([name, value]: [string, unknown]): [string, unknown][] => {
    if (name !== 'viewer_id') return [[name, isPlain(name, value) ? value : describe(value)]];
    if (typeof value !== 'string') return [[name, describe(value)]];
    const { value: pseudonym, keyId } = pseudonymOf(value);
    return [
      [name, pseudonym],
      ['viewer_key_id', keyId],
    ];
  });
  return Object.fromEntries(members);
};

const isPlain = (name: string, value: unknown): boolean =>
  KNOWN.has(name) && (typeof value !== 'object' || value === null || (name === 'experiments' && isExperiments(value)));

const describe = (value: unknown): string | null => {
  if (value === null) return null;
  if (typeof value === 'string') return `[string of ${value.length}]`;
  if (Array.isArray(value)) return `[array of ${value.length}]`;
  return typeof value === 'object' ? `[object of ${Object.keys(value).length}]` : `[${typeof value}]`;
};
