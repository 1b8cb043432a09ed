-- Loss before the collector, for events received from :from_ms to :to_ms (exclusive), epoch ms: the sequence numbers that are
-- missing between an event of a session and the previous one. The query also reads the five minutes on either side, for
-- events that arrived out of order.
WITH received AS (
  SELECT
    session_id,
    sequence,
    min(received_at) AS received_at,
    min(device_type) AS device_type,
    min(app_version) AS app_version
  FROM raw_viewing_events
  WHERE dt >= :read_from_date
    AND (dt > :read_from_date OR hour >= :read_from_hour)
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
  FROM received
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
