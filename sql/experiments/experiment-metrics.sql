-- One row per experiment, variant and metric of docs/events.md: a ratio of sums, and its standard error by the delta method.
-- The unit of the variance is the viewer, because viewers are assigned to variants and the sessions of one viewer are not
-- independent. docs/experiments.md has the formula.
WITH measured AS (
  SELECT
    experiment_id, variant, 'exits_before_start_ratio' AS metric,
    CAST(exits_before_start AS double precision) AS numerator,
    CAST(attempts AS double precision) AS denominator
  FROM experiment_viewers
  UNION ALL
  SELECT
    experiment_id, variant, 'start_failure_ratio' AS metric,
    CAST(start_failures AS double precision) AS numerator,
    CAST(attempts AS double precision) AS denominator
  FROM experiment_viewers
  UNION ALL
  SELECT
    experiment_id, variant, 'playback_failure_ratio' AS metric,
    CAST(playback_failures AS double precision) AS numerator,
    CAST(attempts AS double precision) AS denominator
  FROM experiment_viewers
  UNION ALL
  SELECT
    experiment_id, variant, 'mean_startup_ms' AS metric,
    CAST(startup_ms AS double precision) AS numerator,
    CAST(startups AS double precision) AS denominator
  FROM experiment_viewers
  UNION ALL
  SELECT
    experiment_id, variant, 'rebuffering_ratio' AS metric,
    CAST(rebuffering_ms AS double precision) AS numerator,
    CAST(playing_ms + rebuffering_ms AS double precision) AS denominator
  FROM experiment_viewers
  UNION ALL
  SELECT
    experiment_id, variant, 'stalled_time_ratio' AS metric,
    CAST(stall_ms AS double precision) AS numerator,
    CAST(watched_ms AS double precision) AS denominator
  FROM experiment_viewers
  UNION ALL
  SELECT
    experiment_id, variant, 'rebuffer_frequency' AS metric,
    CAST(60000 * stall_count AS double precision) AS numerator,
    CAST(watched_ms AS double precision) AS denominator
  FROM experiment_viewers
  UNION ALL
  SELECT
    experiment_id, variant, 'average_bitrate_kbps' AS metric,
    CAST(bitrate_media AS double precision) AS numerator,
    CAST(rated_media_ms AS double precision) AS denominator
  FROM experiment_viewers
  UNION ALL
  SELECT
    experiment_id, variant, 'playing_ms_per_viewer' AS metric,
    CAST(playing_ms AS double precision) AS numerator,
    CAST(1 AS double precision) AS denominator
  FROM experiment_viewers
),
totals AS (
  SELECT
    experiment_id,
    variant,
    metric,
    count(*) AS viewers,
    sum(numerator) AS numerator,
    sum(denominator) AS denominator,
    sum(numerator) / nullif(sum(denominator), 0) AS value
  FROM measured
  GROUP BY experiment_id, variant, metric
),
residuals AS (
  SELECT
    measured.experiment_id,
    measured.variant,
    measured.metric,
    sum(
      (measured.numerator - totals.value * measured.denominator)
      * (measured.numerator - totals.value * measured.denominator)
    ) AS squares
  FROM measured
  JOIN totals
    ON totals.experiment_id = measured.experiment_id
    AND totals.variant = measured.variant
    AND totals.metric = measured.metric
  GROUP BY measured.experiment_id, measured.variant, measured.metric
)
SELECT
  totals.experiment_id,
  totals.variant,
  totals.metric,
  totals.viewers,
  totals.numerator,
  totals.denominator,
  totals.value,
  sqrt(squares * totals.viewers / nullif(totals.viewers - 1, 0)) / nullif(totals.denominator, 0) AS standard_error
FROM totals
JOIN residuals
  ON residuals.experiment_id = totals.experiment_id
  AND residuals.variant = totals.variant
  AND residuals.metric = totals.metric;
