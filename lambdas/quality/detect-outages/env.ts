import { readEnvironment } from '../../foundation/env';

const NAMES = [
  'QUALITY_SUMS_TABLE_NAME',
  'QUALITY_SUMS_SALTS',
  'QUALITY_LIMITS',
  'ALARM_TOPIC_ARN',
  'DOCS_URL',
  'STAGE',
  'METRICS_NAMESPACE',
] as const;

/**
 * The environment of `detect-outages`. QUALITY_LIMITS: the limits of the stage, as JSON. DOCS_URL: where the documents of the
 * repository can be read.
 */
export type DetectOutagesEnv = Record<(typeof NAMES)[number], string>;

/** Throws with the names of missing variables. */
export const readEnv = (): DetectOutagesEnv => readEnvironment(NAMES);
