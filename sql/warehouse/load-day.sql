-- One date's part of what is fresh; a copy that was received later makes place for the one received first.
DELETE FROM mirror.viewing_events_{date} WHERE event_id IN (SELECT event_id FROM fresh);

INSERT INTO mirror.viewing_events_{date} ({event_names})
SELECT {event_names} FROM fresh WHERE event_ts >= {from_ms} AND event_ts < {to_ms};
