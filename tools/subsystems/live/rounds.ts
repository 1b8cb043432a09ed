import type { Load } from '../../cost/load';

const ROUND_SECONDS = 2;

/** The publisher makes one round in each minute while no viewer watches. */
const ROUND_SECONDS_AT_REST = 60;

/** The time between two rounds of publish-counts, which puts a watermark into each bucket and reads new presence, s. */
export const roundSeconds = ({ concurrent }: Load): number => (concurrent > 0 ? ROUND_SECONDS : ROUND_SECONDS_AT_REST);
