import type { Row } from '../../services/athena/results';
import { differenceBetween } from './compare-rows';
import type { Answer } from './recorded';

/** The embedded Athena's outcome of a query: its rows, or the reason of its failure. */
export type Outcome = { readonly rows: readonly Row[] } | { readonly reason: string };

/** How an outcome compares with Trino's answer. A refusal is a failure where Trino has an answer. */
export type Verdict =
  | { readonly kind: 'same' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'different'; readonly difference: string };

/** Compares an outcome with Trino's answer. Where Trino fails, any failure is the same. */
export const judge = (answer: Answer, outcome: Outcome): Verdict => {
  if ('error' in answer) {
    if ('reason' in outcome) return { kind: 'same' };
    return { kind: 'different', difference: `rows instead of ${answer.error}` };
  }
  if ('reason' in outcome) return { kind: 'refused', reason: outcome.reason };
  const difference = differenceBetween(answer, outcome.rows);
  return difference === undefined ? { kind: 'same' } : { kind: 'different', difference };
};
