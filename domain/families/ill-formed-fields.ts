import type { CheckedFields } from './compile-parser';
import { mustBe } from './field';
import type { Issue } from './issue';

/**
 * Finds the fields of events that hold a lone surrogate, which UTF-8 cannot encode, or a control character (U+0000 to
 * U+001F), which some readers treat as the end of a text or line. Yields each field with the index of its event. Such a
 * character comes only from an escape or from an ill-formed body. Most bodies pass a single search, which takes a fifth
 * of the time of checking every string. Strings nested deeper than an assignment are refused by the check of the
 * field's type.
 */
export function* illFormedFields(
  body: string,
  events: readonly unknown[],
  fields: CheckedFields,
): Generator<[number, Issue]> {
  if (body.isWellFormed() && !body.includes('\\')) return;
  for (const [index, event] of events.entries()) {
    if (typeof event !== 'object' || event === null) continue;
    for (const [field, definition] of fields) {
      const value: unknown = Reflect.get(event, field);
      if (!isWellFormed(value)) yield [index, { field, reason: mustBe(definition) }];
    }
  }
}

const isWellFormed = (value: unknown): boolean => {
  if (typeof value === 'string') return isWellFormedText(value);
  return !Array.isArray(value) || value.every(hasWellFormedTexts);
};

const hasWellFormedTexts = (value: unknown): boolean =>
  typeof value !== 'object' ||
  value === null ||
  Object.values(value).every((member: unknown) => typeof member !== 'string' || isWellFormedText(member));

const NO_CONTROL_CHARACTER = /^[\u0020-\uffff]*$/;

const isWellFormedText = (value: string): boolean => value.isWellFormed() && NO_CONTROL_CHARACTER.test(value);
