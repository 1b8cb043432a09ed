import { type Path, PATHS } from '../../../domain/ledger/paths';
import type { Terms } from '../../../domain/ledger/check-schedule';
import { Fields } from '../../foundation/fields';

/** Decodes the terms of every path from JSON; throws with the path and the field that is missing or malformed. */
export const readTerms = (json: string): Readonly<Record<Path, Terms>> => {
  const fields = Fields.parse(json, 'terms');
  const termsOf = (path: Path): Terms => {
    const terms = fields.object(path);
    return { blockMs: terms.number('blockMs'), fromMs: terms.number('fromMs'), withinMs: terms.number('withinMs') };
  };
  return Object.fromEntries(PATHS.map((path) => [path, termsOf(path)])) as Record<Path, Terms>;
};
