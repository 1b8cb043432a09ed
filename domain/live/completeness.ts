/**
 * The time before which every arrival in the stream has been counted, in every bucket; undefined until each bucket has
 * progress. `progress` holds, by bucket, when the newest counted record arrived, epoch ms.
 */
export const watermarkOf = (progress: ReadonlyMap<number, number>, buckets: number): number | undefined => {
  let watermark = Infinity;
  for (let bucket = 0; bucket < buckets; bucket++) watermark = Math.min(watermark, progress.get(bucket) ?? -Infinity);
  return Number.isFinite(watermark) ? watermark : undefined;
};

/**
 * The latest time up to which every accepted event is counted. The watermark covers only the stream: accepted events may
 * still wait in the overflow queue, so the result is the last time at which that queue was empty before the watermark.
 */
export const verifiedUpTo = (overflowEmptyAt: readonly number[], watermark: number | undefined): number | undefined =>
  watermark === undefined ? undefined : overflowEmptyAt.findLast((time) => time <= watermark);

/** How complete a published count is. */
export interface Completeness {
  /** Every session that reports on time has been counted. */
  readonly complete: boolean;
  /** Late events no longer change the count. */
  readonly closed: boolean;
  /** See {@link verifiedUpTo}; undefined while nothing is known. */
  readonly verifiedUpToMs: number | undefined;
}

/** When an instant is complete and when it closes. */
export interface Horizons {
  /** A punctual player reports within this time after an instant: its heartbeat interval plus the transfer to the collector. */
  readonly reportMs: number;
  /** How long an instant accepts late events. */
  readonly closeAfterMs: number;
}

/** The completeness of one instant. Arrivals in the stream close it, not the clock: a lag delays closing but loses no events. */
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
