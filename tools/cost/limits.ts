import { registered } from '../subsystems/registered';
import { concurrencyLimit } from './functions';
import type { Limit } from './limit';
import type { Load } from './load';
import { metricCallsLimit } from './metric-calls';
import type { StageTemplates } from './stage-templates';

/** Every limit that a load may reach: the account's limits first, then those of the subsystems. */
export const limitsAt = (load: Load, templates: StageTemplates): readonly Limit[] => [
  concurrencyLimit(load, templates),
  metricCallsLimit(load, templates),
  ...registered('cost').flatMap(({ registration }) => registration.limits?.(load, templates) ?? []),
];
