-- name: Audit: how often an event arrived
-- description: The copies of one event as they arrived, and the objects that contain them. Parameters: event id, first and last date of arrival.
SELECT "$path" AS object, received_at, event_ts, client_event_ts
FROM raw_viewing_events
WHERE event_id = ? AND dt BETWEEN ? AND ?
ORDER BY received_at
