-- name: Quality: ratios by player version
-- description: Failures, rebuffering and live latency by player and version. Parameters: first date, last date.
SELECT
  player_name,
  player_version,
  count_if(attempted) AS attempts,
  CAST(count_if(start_failed) AS double) / nullif(count_if(attempted), 0) AS start_failure_ratio,
  CAST(count_if(playback_failed) AS double) / nullif(count_if(attempted), 0) AS playback_failure_ratio,
  CAST(sum(rebuffering_ms) AS double) / nullif(sum(playing_ms + rebuffering_ms), 0) AS rebuffering_ratio,
  sum(CAST(live_latency_media AS double)) / nullif(sum(known_latency_media_ms), 0) AS average_live_latency_ms
FROM sessions
WHERE dt BETWEEN ? AND ?
GROUP BY player_name, player_version
ORDER BY player_name, player_version
