import { firstExposures } from './exposures';
import { groupBy } from './group-by';
import type { Session } from '../lake';

/** Each metric is a ratio of sums; the function returns what a session adds to both. docs/experiments.md has the sources. */
const METRICS: Readonly<Record<string, (session: Session) => readonly [numerator: number, denominator: number]>> = {
  exits_before_start_ratio: ({ exited_before_start, attempted }) => [Number(exited_before_start), Number(attempted)],
  start_failure_ratio: ({ start_failed, attempted }) => [Number(start_failed), Number(attempted)],
  playback_failure_ratio: ({ playback_failed, attempted }) => [Number(playback_failed), Number(attempted)],
  mean_startup_ms: ({ startup_ms }) => [startup_ms ?? 0, startup_ms === null ? 0 : 1],
  rebuffering_ratio: ({ rebuffering_ms, playing_ms }) => [rebuffering_ms, playing_ms + rebuffering_ms],
  stalled_time_ratio: ({ stall_ms, watched_ms }) => [stall_ms, watched_ms],
  rebuffer_frequency: ({ stall_count, watched_ms }) => [60_000 * stall_count, watched_ms],
  average_bitrate_kbps: ({ bitrate_media, rated_media_ms }) => [bitrate_media, rated_media_ms],
};

/** This metric is per viewer, not per session: each viewer adds one to the denominator. */
const PER_VIEWER = 'playing_ms_per_viewer';

/** One metric of one variant. */
export interface VariantMetric {
  readonly experimentId: string;
  readonly variant: string;
  readonly metric: string;
  /** Viewers who were assigned to the variant. */
  readonly viewers: number;
  /** Null if the denominator is 0. */
  readonly value: number | null;
  /** The standard error of the value, by the delta method over viewers; null for fewer than two viewers. */
  readonly standardError: number | null;
}

/** The contribution of one viewer to a metric. */
type Sums = readonly [numerator: number, denominator: number];

/** Every metric of every variant: the reference of sql/experiments/experiment-metrics.sql. */
export const variantMetrics = (sessions: readonly Session[]): readonly VariantMetric[] => {
  const byViewer = groupBy(sessions, ({ viewer_id }) => viewer_id ?? '');
  const exposures = firstExposures(sessions).map((exposure) => ({
    ...exposure,
    sessions: (byViewer.get(exposure.viewerId) ?? []).filter(({ started_at }) => started_at >= exposure.exposedAt),
  }));
  const variants = groupBy(exposures, ({ experimentId, variant }) => JSON.stringify([experimentId, variant]));
  return [...variants.values()].flatMap((viewers) => {
    const [{ experimentId, variant }] = viewers as [(typeof viewers)[number]];
    const perSession = Object.entries(METRICS).map(([metric, termsOf]) => {
      const sums = viewers.map((viewer) => sum(viewer.sessions.map(termsOf)));
      return { experimentId, variant, metric, ...ratioOf(sums) };
    });
    const played = viewers.map((viewer): Sums => [sum(viewer.sessions.map(({ playing_ms }) => [playing_ms, 0]))[0], 1]);
    return [...perSession, { experimentId, variant, metric: PER_VIEWER, ...ratioOf(played) }];
  });
};

/**
 * A ratio of sums over clusters, and its standard error by the delta method:
 * √(n ÷ (n − 1) × Σ(numerator − ratio × denominator)²) ÷ Σ denominator.
 * Source: Deng, Knoblich and Lu, "Applying the Delta Method in Metric Analytics" (2018), equation 5.
 */
export const ratioOf = (clusters: readonly Sums[]) => {
  const viewers = clusters.length;
  const [numerator, denominator] = sum(clusters);
  if (denominator === 0) return { viewers, value: null, standardError: null };
  const value = numerator / denominator;
  const squares = clusters.reduce((total, [above, below]) => total + (above - value * below) ** 2, 0);
  const standardError = viewers < 2 ? null : Math.sqrt((squares * viewers) / (viewers - 1)) / denominator;
  return { viewers, value, standardError };
};

const sum = (all: readonly Sums[]): Sums =>
  all.reduce<Sums>(([above, below], [more, moreBelow]) => [above + more, below + moreBelow], [0, 0]);
