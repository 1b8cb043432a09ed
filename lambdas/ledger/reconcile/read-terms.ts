import { type Path, PATHS } from '../../../domain/ledger/account';
import type { Terms } from '../../../domain/ledger/looks';

/** Reads the terms of every path from their JSON; throws, naming the path that has none. */
export const readTerms = (json: string): Readonly<Record<Path, Terms>> => {
  const value: unknown = JSON.parse(json);
  const termsOf = (path: Path): Terms => {
    const terms: unknown =
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[path] : null;
    if (isTerms(terms)) return terms;
    throw new Error(`There are no terms of the path ${path}.`);
  };
  return Object.fromEntries(PATHS.map((path) => [path, termsOf(path)])) as Record<Path, Terms>;
};

const isTerms = (value: unknown): value is Terms =>
  typeof value === 'object' &&
  value !== null &&
  'blockMs' in value &&
  typeof value.blockMs === 'number' &&
  'fromMs' in value &&
  typeof value.fromMs === 'number' &&
  'withinMs' in value &&
  typeof value.withinMs === 'number';
