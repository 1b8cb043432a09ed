import { readEnvironment } from '../../foundation/env';

const NAMES = ['METRICS_NAMESPACE'] as const;

/** The environment of `publish-quality`. */
export type PublishQualityEnv = Record<(typeof NAMES)[number], string>;

/** Throws with the names of missing variables. */
export const readEnv = (): PublishQualityEnv => readEnvironment(NAMES);
