import type { Limit } from './limit';
import type { Load } from './load';
import type { StageTemplates } from './stage-templates';
import type { Usage } from './usage';

/** How much a load uses a step's function. */
export interface FunctionLoad {
  readonly step: string;
  readonly callsPerSecond: number;
  /** The average number of instances that run at the same time. */
  readonly concurrent: number;
}

/** The costs of a subsystem at a load, and the limits that it may reach, derived from the stage's templates. */
export interface CostRegistration {
  /**
   * The functions that run continuously. Their memory and calls are billed, and they share the account's concurrency.
   */
  readonly functions?: (load: Load, templates: StageTemplates) => readonly FunctionLoad[];
  /** Everything else that is billed. */
  readonly usage?: (load: Load, templates: StageTemplates) => readonly Usage[];
  /** Calls of PutMetricData per second. They are billed, and they share the account's quota. */
  readonly metricCalls?: (load: Load, templates: StageTemplates) => number;
  readonly limits?: (load: Load, templates: StageTemplates) => readonly Limit[];
}
