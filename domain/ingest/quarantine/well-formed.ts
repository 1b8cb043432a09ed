/**
 * A value with U+FFFD in the place of each lone surrogate, also in keys. JSON can express a lone surrogate and UTF-8
 * cannot: one such line would make its whole file unreadable.
 */
export const wellFormed = (value: unknown): unknown => {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name.toWellFormed(), wellFormed(member)]));
};
