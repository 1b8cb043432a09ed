import { type Load, ratesOf } from '../../cost/load';
import { millionsPerMonth, type Usage } from '../../cost/usage';

/** An environment of a function reads the suppressed viewers that are new at most once in this time, s: one read unit. */
const REFRESH_SECONDS = 60;

/** DynamoDB: each of the concurrent environments of a function refreshes its copy of the suppressed viewers. */
export const suppressedViewersUsage = (load: Load, concurrent: number): Usage => {
  const queries = Math.min(ratesOf(load).requests, Math.max(1, concurrent) / REFRESH_SECONDS);
  return { what: 'reading suppressed viewers', price: 'dynamodb.readsMillion', quantity: millionsPerMonth(queries) };
};
