/** The time between two rounds of publish-counts, which puts a watermark into each bucket and reads new presence, s. */
export const ROUND_SECONDS = 2;
