-- name: Quality: errors by code
-- description: Sessions of the 50 most frequent error codes, whether they ended, since when, and the five app versions, devices and titles with the most sessions. Parameters: first date, last date.
WITH errors AS (
  SELECT error_code, error_fatal, session_id, event_ts, coalesce(app_version, 'unknown') AS app_version, device_type, content_id
  FROM viewing_events
  WHERE dt BETWEEN ? AND ? AND event = 'error'
),
places AS (
  SELECT error_code, row_number() OVER (ORDER BY count(DISTINCT session_id) DESC, error_code) AS place
  FROM errors
  GROUP BY error_code
),
named AS (
  SELECT CASE WHEN place <= 50 THEN errors.error_code ELSE 'other' END AS code, errors.*
  FROM errors
  JOIN places ON places.error_code = errors.error_code
),
codes AS (
  SELECT
    code,
    count(DISTINCT session_id) AS sessions,
    count(DISTINCT CASE WHEN error_fatal THEN session_id END) AS ended_sessions,
    from_unixtime(min(event_ts) / 1000) AS first_seen,
    from_unixtime(max(event_ts) / 1000) AS last_seen
  FROM named
  GROUP BY code
),
affected AS (
  SELECT code, 'app version' AS what, app_version AS affected_value, count(DISTINCT session_id) AS of_sessions FROM named GROUP BY code, app_version
  UNION ALL
  SELECT code, 'device' AS what, device_type AS affected_value, count(DISTINCT session_id) AS of_sessions FROM named GROUP BY code, device_type
  UNION ALL
  SELECT code, 'title' AS what, content_id AS affected_value, count(DISTINCT session_id) AS of_sessions FROM named GROUP BY code, content_id
),
ranked AS (
  SELECT
    code,
    what,
    affected_value || ' ' || CAST(of_sessions AS varchar) AS label,
    row_number() OVER (PARTITION BY code, what ORDER BY of_sessions DESC, affected_value) AS place
  FROM affected
)
SELECT
  codes.code,
  sessions,
  ended_sessions,
  first_seen,
  last_seen,
  array_join(array_agg(CASE WHEN what = 'app version' THEN label END ORDER BY ranked.place), ', ') AS app_versions,
  array_join(array_agg(CASE WHEN what = 'device' THEN label END ORDER BY ranked.place), ', ') AS devices,
  array_join(array_agg(CASE WHEN what = 'title' THEN label END ORDER BY ranked.place), ', ') AS titles
FROM codes
JOIN ranked ON ranked.code = codes.code
WHERE ranked.place <= 5
GROUP BY codes.code, sessions, ended_sessions, first_seen, last_seen
ORDER BY codes.code = 'other', sessions DESC, codes.code
