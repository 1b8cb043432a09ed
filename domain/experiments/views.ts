import type { ColumnType } from '../families';

/** A view for the A/B platform. It has the name of its statement in sql/experiments, in the lake and in the warehouse. */
export interface ExperimentView {
  readonly name: string;
  readonly columns: Readonly<Record<string, ColumnType>>;
}

/** Every view; a view comes after the views that it reads. docs/experiments.md describes them. */
export const EXPERIMENT_VIEWS = [
  {
    name: 'experiment_assignments',
    columns: {
      ...{ session_id: 'string', viewer_id: 'string', started_at: 'bigint', dt: 'string' },
      ...{ experiment_id: 'string', variant: 'string' },
    },
  },
  {
    name: 'experiment_exposures',
    columns: { experiment_id: 'string', variant: 'string', viewer_id: 'string', exposed_at: 'bigint', dt: 'string' },
  },
  {
    name: 'experiment_viewers',
    columns: {
      ...{ experiment_id: 'string', variant: 'string', viewer_id: 'string', sessions: 'bigint', attempts: 'bigint' },
      ...{ plays: 'bigint', exits_before_start: 'bigint', start_failures: 'bigint', playback_failures: 'bigint' },
      ...{ startups: 'bigint', startup_ms: 'bigint', playing_ms: 'bigint', rebuffering_ms: 'bigint' },
      ...{ watched_ms: 'bigint', stall_count: 'bigint', stall_ms: 'bigint', bitrate_media: 'bigint' },
      ...{ rated_media_ms: 'bigint' },
    },
  },
  {
    name: 'experiment_metrics',
    columns: {
      ...{ experiment_id: 'string', variant: 'string', metric: 'string', viewers: 'bigint', numerator: 'double' },
      ...{ denominator: 'double', value: 'double', standard_error: 'double' },
    },
  },
  {
    name: 'experiment_mismatches',
    columns: {
      ...{ experiment_id: 'string', variants: 'bigint', viewers: 'bigint', chi_squared: 'double', critical: 'double' },
      ...{ is_mismatched: 'boolean' },
    },
  },
] as const satisfies readonly ExperimentView[];
