-- name: Audit: events stored at two times
-- description: Events that a player resent with an old sent_at, so that their times differ by more than an hour; largest difference first. Parameters: first and last date.
SELECT
  event_id,
  max(session_id) AS session_id,
  max(app_version) AS app_version,
  count(*) AS times,
  min(event_ts) AS first_event_ts,
  max(event_ts) - min(event_ts) AS apart_ms
FROM viewing_events
WHERE dt BETWEEN ? AND ?
GROUP BY event_id
HAVING count(*) > 1
ORDER BY apart_ms DESC, event_id
LIMIT 100
