-- One row per viewer and experiment: the sums of all sessions from the first exposure on, exposed or not.
SELECT
  exposure.experiment_id,
  exposure.variant,
  exposure.viewer_id,
  count(*) AS sessions,
  CAST(sum(CASE WHEN attempted THEN 1 ELSE 0 END) AS bigint) AS attempts,
  CAST(sum(CASE WHEN played THEN 1 ELSE 0 END) AS bigint) AS plays,
  CAST(sum(CASE WHEN exited_before_start THEN 1 ELSE 0 END) AS bigint) AS exits_before_start,
  CAST(sum(CASE WHEN start_failed THEN 1 ELSE 0 END) AS bigint) AS start_failures,
  CAST(sum(CASE WHEN playback_failed THEN 1 ELSE 0 END) AS bigint) AS playback_failures,
  count(startup_ms) AS startups,
  CAST(sum(coalesce(startup_ms, 0)) AS bigint) AS startup_ms,
  CAST(sum(playing_ms) AS bigint) AS playing_ms,
  CAST(sum(rebuffering_ms) AS bigint) AS rebuffering_ms,
  CAST(sum(watched_ms) AS bigint) AS watched_ms,
  CAST(sum(stall_count) AS bigint) AS stall_count,
  CAST(sum(stall_ms) AS bigint) AS stall_ms,
  CAST(sum(bitrate_media) AS bigint) AS bitrate_media,
  CAST(sum(rated_media_ms) AS bigint) AS rated_media_ms
FROM experiment_exposures AS exposure
JOIN sessions AS s ON s.viewer_id = exposure.viewer_id AND s.started_at >= exposure.exposed_at
GROUP BY exposure.experiment_id, exposure.variant, exposure.viewer_id;
