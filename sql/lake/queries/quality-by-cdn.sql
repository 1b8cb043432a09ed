-- name: Quality: ratios by day and CDN
-- description: Every ratio of playback quality, computed from sums. Parameters: first date, last date.
SELECT
  dt,
  cdn,
  count_if(attempted) AS attempts,
  CAST(count_if(exited_before_start) AS double) / nullif(count_if(attempted), 0) AS exits_before_start_ratio,
  CAST(count_if(start_failed) AS double) / nullif(count_if(attempted), 0) AS start_failure_ratio,
  CAST(count_if(playback_failed) AS double) / nullif(count_if(attempted), 0) AS playback_failure_ratio,
  CAST(sum(rebuffering_ms) AS double) / nullif(sum(playing_ms + rebuffering_ms), 0) AS rebuffering_ratio,
  CAST(sum(stall_ms) AS double) / nullif(sum(watched_ms), 0) AS stalled_time_ratio,
  60000e0 * sum(stall_count) / nullif(sum(watched_ms), 0) AS rebuffer_frequency,
  CAST(sum(bitrate_media) AS double) / nullif(sum(rated_media_ms), 0) AS average_bitrate_kbps,
  approx_percentile(startup_ms, 0.95) AS startup_p95_ms
FROM sessions
WHERE dt BETWEEN ? AND ?
GROUP BY dt, cdn
ORDER BY dt, cdn
