/**
 * A value with U+FFFD in the place of each lone surrogate, in names too. JSON can spell one, and whoever then reads the
 * text as UTF-8 can't: one such line would make its whole file unreadable.
 */
export const wellFormed = (value: unknown): unknown => {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name.toWellFormed(), wellFormed(member)]));
};
