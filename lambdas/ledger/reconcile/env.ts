import { LEDGER_NAMES, readEnvironment } from '../../foundation/env';

const NAMES = [
  ...LEDGER_NAMES,
  'PATH_TERMS',
  'LOOK_BACK_SECONDS',
  'OVERFLOW_QUEUE_URL',
  'DATABASE_NAME',
  'WORKGROUP_NAME',
  'WAREHOUSE_WORKGROUP_NAME',
  'WAREHOUSE_DATABASE_NAME',
  'METRICS_NAMESPACE',
] as const;

/**
 * The environment of `reconcile`. PATH_TERMS: JSON with the `Terms` of each path. LOOK_BACK_SECONDS: the age up to which
 * accounts are checked.
 */
export type ReconcileEnv = Record<(typeof NAMES)[number], string>;

/** Throws with the names of missing variables. */
export const readEnv = (): ReconcileEnv => readEnvironment(NAMES);
