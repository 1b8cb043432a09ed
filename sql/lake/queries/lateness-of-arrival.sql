-- name: Pipeline: how late events arrive
-- description: Seconds from event to receipt, by device class. Parameters: first date, last date.
SELECT
  device_type,
  count(*) AS events,
  approx_percentile((received_at - event_ts) / 1000, 0.5) AS p50_seconds,
  approx_percentile((received_at - event_ts) / 1000, 0.99) AS p99_seconds,
  max(received_at - event_ts) / 1000 AS latest_seconds
FROM viewing_events
WHERE dt BETWEEN ? AND ?
GROUP BY device_type
ORDER BY device_type
