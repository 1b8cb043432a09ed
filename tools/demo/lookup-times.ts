import type { FeaturesReader } from '../../lambdas/features/features-reader';
import { percentile } from './percentile';

/** A service that asks for features has long been warm. */
const WARM_UP = 2_000;
const LOOKUPS = 3_000;

/** What single lookups took, one after the other, ms in tenths: told, not judged, for it measures the machine. */
export interface LookupTimes {
  readonly lookupMsP50: number;
  readonly lookupMsP99: number;
}

/** Looks viewers up, round and round, by a reader that is warm by then. */
export const timeLookups = async (reader: FeaturesReader, viewerIds: readonly string[]): Promise<LookupTimes> => {
  const tookMs: number[] = [];
  for (let lookup = -WARM_UP; lookup < LOOKUPS && viewerIds.length > 0; lookup += 1) {
    const from = performance.now();
    await reader.getFeatures(viewerIds[(lookup + WARM_UP) % viewerIds.length] ?? '');
    if (lookup >= 0) tookMs.push(performance.now() - from);
  }
  return { lookupMsP50: inTenths(percentile(tookMs, 0.5)), lookupMsP99: inTenths(percentile(tookMs, 0.99)) };
};

const inTenths = (ms: number): number => Math.round(ms * 10) / 10;
