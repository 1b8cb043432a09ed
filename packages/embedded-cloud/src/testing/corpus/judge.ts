import type { Row } from '../../services/athena/results';
import { differenceBetween } from './compare-rows';
import type { Answer } from './recorded';

/** The embedded Athena's outcome of a query: its rows, or the reason of its failure. */
export type Outcome = { readonly rows: readonly Row[] } | { readonly reason: string };

/**
 * How an outcome compares with Trino's answer. A refusal is a failure where Trino has rows, or fails for another reason.
 */
export type Verdict =
  | { readonly kind: 'same' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'different'; readonly difference: string };

/** Compares an outcome with Trino's answer. Two failures are the same only if they have the same kind of reason. */
export const judge = (answer: Answer, outcome: Outcome): Verdict => {
  if ('error' in answer) {
    if ('rows' in outcome) return { kind: 'different', difference: `rows instead of ${answer.error}` };
    const { reason } = outcome;
    return kindOf(errorNameOf(reason)) === kindOf(answer.error)
      ? { kind: 'same' }
      : { kind: 'refused', reason: `${answer.error} in Trino, but here ${reason}` };
  }
  if ('reason' in outcome) return { kind: 'refused', reason: outcome.reason };
  const difference = differenceBetween(answer, outcome.rows);
  return difference === undefined ? { kind: 'same' } : { kind: 'different', difference };
};

/** The name of an error, which precedes its message; StartQueryExecution rejects a statement without a name. */
const errorNameOf = (reason: string): string =>
  /^line \d+:\d+: mismatched input/.test(reason) ? 'SYNTAX_ERROR' : (/^[A-Z_]+(?=: )/.exec(reason)?.[0] ?? '');

/** The embedded Athena casts the text of a literal, so an invalid literal is an invalid cast there. */
const kindOf = (errorName: string): string => (errorName === 'INVALID_LITERAL' ? 'INVALID_CAST_ARGUMENT' : errorName);
