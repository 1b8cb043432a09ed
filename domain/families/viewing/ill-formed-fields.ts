import { PLAYER_EVENT_FIELDS } from './player-event-fields';
import type { Issue } from './validate-event';

/**
 * The fields of events that hold a lone surrogate, which UTF-8 can't carry, or a control character (U+0000 to U+001F),
 * which ends a text in one reader and a line in another, by the event's index. Such text can only come from an escape or
 * from a body that is ill-formed itself: most bodies are cleared by one search, at a fifth of what looking at every string
 * takes. What lies deeper than a field and its assignments is refused for its shape.
 */
export function* illFormedFields(body: string, events: readonly unknown[]): Generator<[number, Issue]> {
  if (body.isWellFormed() && !body.includes('\\')) return;
  for (const [index, event] of events.entries()) {
    if (typeof event !== 'object' || event === null) continue;
    for (const [field, { must }] of Object.entries(PLAYER_EVENT_FIELDS)) {
      const value: unknown = Reflect.get(event, field);
      if (!isWellFormed(value)) yield [index, { field, reason: must }];
    }
  }
}

const isWellFormed = (value: unknown): boolean => {
  if (typeof value === 'string') return isWellFormedText(value);
  return !Array.isArray(value) || value.every(isWellFormedAssignment);
};

const isWellFormedAssignment = (value: unknown): boolean =>
  typeof value !== 'object' ||
  value === null ||
  Object.values(value).every((text: unknown) => typeof text !== 'string' || isWellFormedText(text));

const NO_CONTROL_CHARACTER = /^[\u0020-\uffff]*$/;

const isWellFormedText = (text: string): boolean => text.isWellFormed() && NO_CONTROL_CHARACTER.test(text);
