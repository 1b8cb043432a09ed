/** Formats a duration: `12.5 s`, or `never` for null. */
export const seconds = (ms: number | null): string => (ms === null ? 'never' : `${(ms / 1_000).toFixed(1)} s`);

/** A count with the noun in the singular or the plural: `1 event`, `2,500 events`. */
export const count = (number: number, noun: string): string =>
  `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
