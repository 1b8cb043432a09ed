-- name: Audit: the events of a session
-- description: All events of a session, in order. Parameters: session id, its date, the date after it.
SELECT sequence, event, event_ts, received_at, interval_ms, state, playhead_ms, bitrate_kbps, error_code, error_fatal
FROM viewing_events
WHERE session_id = ? AND dt BETWEEN ? AND ?
ORDER BY sequence
