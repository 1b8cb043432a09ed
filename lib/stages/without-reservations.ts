import type { StageConfig } from './config';

/** The stage as it is deployed to an account that has no room for its reserved concurrency. */
export const withoutReservations = (config: StageConfig): StageConfig => ({ ...config, reservedConcurrency: {} });
