/** Before a number that stands as text; no text of a statement holds it, for DuckDB's parser ends there. */
const MARK = '\\u0000';

/** JSON with its numbers as marked texts: parsed as numbers, those above 2^53 would become others. */
export const markNumbers = (json: string): string =>
  json.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (token) => (token.startsWith('"') ? token : `"${MARK}${token}"`));

/** The way back, of what JSON.stringify made. */
export const unmarkNumbers = (json: string): string => json.replace(/"\\u0000([^"]*)"/g, (_, number: string) => number);

/** A number's own text; undefined of what is none. */
export const numberOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.startsWith('\u0000') ? value.slice(1) : undefined;
