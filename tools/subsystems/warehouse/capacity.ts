import type { StageTemplates } from '../../cost/stage-templates';

/** Redshift bills each query, and each run of load-warehouse, for at least a minute, s. */
export const MINIMUM_SECONDS = 60;

/** The base capacity of the warehouse. */
export const baseRpusOf = (templates: StageTemplates): number =>
  templates.first('AWS::RedshiftServerless::Workgroup').number('BaseCapacity');
