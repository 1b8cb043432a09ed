-- name: Audit: the sessions of a viewer
-- description: The sessions of one viewer in a range of dates. Parameters: pseudonym, first date, last date.
SELECT dt, session_id, content_id, device_type, country, started_at, ended_at, playing_ms, completed, playback_failed
FROM sessions
WHERE viewer_id = ? AND dt BETWEEN ? AND ?
ORDER BY started_at
