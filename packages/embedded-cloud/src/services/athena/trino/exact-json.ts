/**
 * Precedes a number that is written as text. No text of a statement contains it, because DuckDB's parser stops at NUL.
 */
const MARK = '\\u0000';

/** Turns the numbers of a JSON text into marked texts, because JSON.parse would round numbers above 2^53. */
export const markNumbers = (json: string): string =>
  json.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (token) => (token.startsWith('"') ? token : `"${MARK}${token}"`));

/** Turns marked texts back into numbers, in a JSON text from JSON.stringify. */
export const unmarkNumbers = (json: string): string => json.replace(/"\\u0000([^"]*)"/g, (_, number: string) => number);

/** The text of a marked number; undefined for any other value. */
export const numberOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.startsWith('\u0000') ? value.slice(1) : undefined;
