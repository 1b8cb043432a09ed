import { registered } from '../subsystems/registered';
import type { FunctionLoad } from './cost-registration';
import type { Limit } from './limit';
import { type Load, MONTH_SECONDS } from './load';
import type { StageTemplates } from './stage-templates';
import { millionsPerMonth, type Usage } from './usage';

/** The account's default quota of functions that run at the same time. */
const CONCURRENCY = 1_000;

/** Instances of the functions that a schedule invokes. */
const SCHEDULED = 1;

const functionLoads = (load: Load, templates: StageTemplates): readonly FunctionLoad[] =>
  registered('cost').flatMap(({ registration }) => registration.functions?.(load, templates) ?? []);

/** Lambda: calls, and memory by the second. */
export const functionUsage = (load: Load, templates: StageTemplates): readonly Usage[] =>
  functionLoads(load, templates).flatMap(({ step, callsPerSecond, concurrent }): readonly Usage[] => [
    { what: 'calls', price: 'lambda.requestsMillion', quantity: millionsPerMonth(callsPerSecond) },
    {
      what: step,
      price: 'lambda.armGbSecondsMillion',
      quantity: (concurrent * (templates.memoryMiB(step) / 1_024) * MONTH_SECONDS) / 1e6,
    },
  ]);

/** The concurrency that all functions of the account share. */
export const concurrencyLimit = (load: Load, templates: StageTemplates): Limit => ({
  what: 'concurrent functions',
  needed: functionLoads(load, templates).reduce((sum, { concurrent }) => sum + concurrent, SCHEDULED),
  limit: CONCURRENCY,
  source: 'quota',
  raise: 'Lambda L-B99A9384',
});
