import type { FeaturesReader } from '../../../lambdas/features';
import { percentile } from '../../demo/percentile';

/** The first lookups are not measured, because a service that reads features has usually been running for a while. */
const WARM_UP_LOOKUPS = 2_000;
const LOOKUPS = 3_000;

/**
 * Durations of single lookups, one after another, ms with one decimal. They depend on the machine and have no limit.
 */
export interface LookupTimes {
  readonly lookupMsP50: number;
  readonly lookupMsP99: number;
}

/** Measures lookups of the viewers in turn. */
export const timeLookups = async (reader: FeaturesReader, viewerIds: readonly string[]): Promise<LookupTimes> => {
  const durationsMs: number[] = [];
  for (let lookup = -WARM_UP_LOOKUPS; lookup < LOOKUPS && viewerIds.length > 0; lookup += 1) {
    const start = performance.now();
    await reader.getFeatures(viewerIds[(lookup + WARM_UP_LOOKUPS) % viewerIds.length] ?? '');
    if (lookup >= 0) durationsMs.push(performance.now() - start);
  }
  return { lookupMsP50: rounded(percentile(durationsMs, 0.5)), lookupMsP99: rounded(percentile(durationsMs, 0.99)) };
};

const rounded = (ms: number): number => Math.round(ms * 10) / 10;
