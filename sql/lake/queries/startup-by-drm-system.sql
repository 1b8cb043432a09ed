-- name: Quality: startup by DRM system
-- description: Failed starts, startup time and licence time, by DRM system and device class. Parameters: first date, last date.
SELECT
  drm_system,
  device_type,
  count_if(attempted) AS attempts,
  CAST(count_if(start_failed) AS double) / nullif(count_if(attempted), 0) AS start_failure_ratio,
  approx_percentile(startup_ms, 0.5) AS startup_p50_ms,
  approx_percentile(startup_ms, 0.95) AS startup_p95_ms,
  approx_percentile(licence_ms, 0.5) AS licence_p50_ms,
  approx_percentile(licence_ms, 0.95) AS licence_p95_ms
FROM sessions
WHERE dt BETWEEN ? AND ?
GROUP BY drm_system, device_type
ORDER BY drm_system, device_type
