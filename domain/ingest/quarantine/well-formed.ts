/**
 * Replaces each lone surrogate in a value by U+FFFD, also in keys. JSON can express a lone surrogate but UTF-8
 * cannot: one such line would make its whole file unreadable.
 */
export const wellFormed = (value: unknown): unknown => {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name.toWellFormed(), wellFormed(member)]));
};
