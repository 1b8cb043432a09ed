import { readEnvironment } from '../../foundation/env';

const NAMES = [
  'LAKE_BUCKET_NAME',
  'WORKGROUP_NAME',
  'WAREHOUSE_DATABASE_NAME',
  'ADMIN_SECRET_NAME',
  'COPY_ROLE_ARN',
  'METRICS_NAMESPACE',
] as const;

/** The environment of `load-warehouse`. */
export type LoadWarehouseEnv = Record<(typeof NAMES)[number], string>;

/** Throws with the names of missing variables. */
export const readEnv = (): LoadWarehouseEnv => readEnvironment(NAMES);
