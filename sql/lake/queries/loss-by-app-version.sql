-- name: Quality: events lost before the collector
-- description: Missing sequence numbers ÷ expected, by app version and device class. Parameters: first date, last date.
SELECT
  app_version,
  device_type,
  sum(expected_events) AS expected_events,
  sum(expected_events - events) AS lost_events,
  CAST(sum(expected_events - events) AS double) / nullif(sum(expected_events), 0) AS loss_ratio
FROM sessions
WHERE dt BETWEEN ? AND ?
GROUP BY app_version, device_type
ORDER BY loss_ratio DESC
