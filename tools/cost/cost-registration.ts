import type { Limit } from './limit';
import type { Load } from './load';
import type { StageTemplates } from './stage-templates';
import type { Usage } from './usage';

/** How much a load uses the function of a step. */
export interface FunctionLoad {
  readonly step: string;
  readonly callsPerSecond: number;
  /** How many instances run at the same time, on average. */
  readonly concurrent: number;
}

/** What a subsystem costs at a load, and which limits it may reach; all of it follows from the stage's templates. */
export interface CostRegistration {
  /** The functions that run all the time; their memory and calls are billed, and they share the account's concurrency. */
  readonly functions?: (load: Load, templates: StageTemplates) => readonly FunctionLoad[];
  /** Everything else that is billed. */
  readonly usage?: (load: Load, templates: StageTemplates) => readonly Usage[];
  readonly limits?: (load: Load, templates: StageTemplates) => readonly Limit[];
}
