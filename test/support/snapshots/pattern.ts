import type { Scalar } from './json';

/** The value of a row in a column; undefined if no leaf of the row uses the column. */
export type Cell = Scalar | undefined;

/** The common pattern of the leaves at one place: a scalar, or alternating texts and columns. */
export type Pattern = readonly (Scalar | readonly Cell[])[];

/** The share of rows that must agree on a value before it is part of the shape. The other rows state their own. */
const AGREEMENT = 0.9;

/** A text with more columns than this is harder to read than its values. */
const MAX_COLUMNS = 2;

/** A reference or a word. The text between them must be the same in each row. */
const WORD = /(#\{[^{}]*\}|[\w-]+)/;

/** Finds the pattern of the leaves that the rows of a table have at one place. A few rows may deviate from it. */
export const patternOf = (leaves: readonly Scalar[]): Pattern => {
  const constant = agreed(leaves);
  if (constant !== undefined) return [constant];
  const texts = leaves.map((leaf) => (typeof leaf === 'string' ? leaf.split(WORD) : undefined));
  const layout = agreed(texts.map(layoutOf));
  const alike = texts.map((text) => (layoutOf(text) === layout ? text : undefined));
  const pieces = alike.find((text) => text !== undefined) ?? [];
  const pattern = mergeTexts(
    pieces.flatMap((piece, place) => (place % 2 === 0 ? [piece] : wordPattern(alike.map((text) => text?.[place])))),
  );
  const columns = new Set(pattern.filter(isColumn).map((column) => JSON.stringify(column)));
  const fitting = leaves.filter((leaf, row) => leafAt(pattern, row) === leaf);
  return columns.size <= MAX_COLUMNS && fitting.length >= leaves.length * AGREEMENT ? pattern : [leaves];
};

/** The leaf that a pattern gives a row; undefined if the row has no cell. */
export const leafAt = (pattern: Pattern, row: number): Cell => {
  const pieces = pattern.map((piece) => (isColumn(piece) ? piece[row] : piece));
  if (pieces.length === 1) return pieces[0];
  return pieces.includes(undefined) ? undefined : pieces.join('');
};

export const isColumn = (piece: Pattern[number]): piece is readonly Cell[] => Array.isArray(piece);

/** The text between the words. */
const layoutOf = (text: readonly string[] | undefined): string | undefined =>
  text?.filter((_, place) => place % 2 === 0).join('\0');

/** The word that nearly all rows share, or their common beginning and a column for the rest. */
const wordPattern = (words: readonly (string | undefined)[]): Pattern => {
  const word = agreed(words);
  if (word !== undefined) return [word];
  const prefix = prefixOf(words);
  return [prefix, words.map((each) => (each?.startsWith(prefix) ? each.slice(prefix.length) : undefined))];
};

/** The longest prefix that ends with a hyphen or an underscore and that nearly all words share. */
const prefixOf = (words: readonly (string | undefined)[]): string => {
  let prefix = '';
  for (;;) {
    const rests = words.map((word) => (word?.startsWith(prefix) ? word.slice(prefix.length) : undefined));
    const next = agreed(rests.map((rest) => rest && /^[^#_-]*[_-]/.exec(rest)?.[0]));
    if (next === undefined) return prefix;
    prefix += next;
  }
};

/** The value that nearly all rows have. */
const agreed = <T>(values: readonly (T | undefined)[]): T | undefined => {
  const counts = new Map<T | undefined, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].find(([value, count]) => value !== undefined && count >= values.length * AGREEMENT)?.[0];
};

const mergeTexts = (pieces: Pattern): Pattern => {
  const merged: Pattern[number][] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') merged[merged.length - 1] = last + piece;
    else merged.push(piece);
  }
  return merged.filter((piece) => piece !== '' || merged.length === 1);
};
