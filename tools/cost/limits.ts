import { registered } from '../subsystems/registered';
import { concurrencyLimit } from './functions';
import type { Limit } from './limit';
import type { Load } from './load';
import type { StageTemplates } from './stage-templates';

/** Every limit that a load may reach: the account's limit first, then those of the subsystems. */
export const limitsAt = (load: Load, templates: StageTemplates): readonly Limit[] => [
  concurrencyLimit(load, templates),
  ...registered('cost').flatMap(({ registration }) => registration.limits?.(load, templates) ?? []),
];
