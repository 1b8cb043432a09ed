/**
 * How far the stream is known to be counted: everything that arrived before it, in every bucket. Undefined until each
 * bucket has been heard of. `progress` holds, by bucket, when the newest counted record arrived, epoch ms.
 */
export const watermarkOf = (progress: ReadonlyMap<number, number>, buckets: number): number | undefined => {
  let watermark = Infinity;
  for (let bucket = 0; bucket < buckets; bucket++) watermark = Math.min(watermark, progress.get(bucket) ?? -Infinity);
  return Number.isFinite(watermark) ? watermark : undefined;
};

/**
 * The latest time up to which everything that was accepted is counted. The watermark speaks for the stream alone:
 * only at a time when the overflow queue was seen empty had all that was accepted reached the stream.
 */
export const verifiedUpTo = (overflowEmptyAt: readonly number[], watermark: number | undefined): number | undefined =>
  watermark === undefined ? undefined : overflowEmptyAt.findLast((time) => time <= watermark);

/** What a published count's completeness rests on. */
export interface Completeness {
  /** Every session that reports on time has been counted. */
  readonly complete: boolean;
  /** Late events change the count no more. */
  readonly closed: boolean;
  /** See {@link verifiedUpTo}; undefined while nothing is known. */
  readonly verifiedUpToMs: number | undefined;
}

/** When an instant is complete and when it closes. */
export interface Horizons {
  /** A player on time has reported this long after an instant: its heartbeat's interval, and the way to the collector. */
  readonly reportMs: number;
  /** An instant takes late events this long. */
  readonly closeAfterMs: number;
}

/** Judges one instant. It closes by what has arrived in the stream, not by the clock: a lag delays it, and loses nothing. */
export const completenessOf = (
  instant: number,
  watermark: number | undefined,
  verified: number | undefined,
  horizons: Horizons,
): Completeness => ({
  complete: verified !== undefined && verified >= instant + horizons.reportMs,
  closed: watermark !== undefined && watermark >= instant + horizons.closeAfterMs,
  verifiedUpToMs: verified,
});
