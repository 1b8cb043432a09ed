-- Loss before the collector, of events received from :from_ms to :to_ms (not included), epoch ms: the numbers that are missing
-- between one event of a session and the one before it. Five minutes to either side are looked at, for what came out of order.
WITH heard AS (
  SELECT
    session_id,
    sequence,
    min(received_at) AS received_at,
    min(device_type) AS device_type,
    min(app_version) AS app_version
  FROM raw_viewing_events
  WHERE dt >= :heard_date
    AND (dt > :heard_date OR hour >= :heard_hour)
    AND received_at >= :from_ms - 300000
    AND received_at < :to_ms + 300000
    AND sequence IS NOT NULL
  GROUP BY session_id, sequence
),
steps AS (
  SELECT
    received_at,
    device_type,
    app_version,
    sequence - lag(sequence) OVER (PARTITION BY session_id ORDER BY sequence) AS step
  FROM heard
)
SELECT
  device_type,
  coalesce(app_version, 'unknown') AS app_version,
  sum(step) AS expected,
  sum(step - 1) AS missing
FROM steps
WHERE received_at >= :from_ms AND received_at < :to_ms AND step IS NOT NULL
GROUP BY device_type, coalesce(app_version, 'unknown')
ORDER BY missing DESC, expected DESC
LIMIT 500
