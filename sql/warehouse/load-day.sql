-- Adds the fresh events of one date. An earlier received copy of an event replaces a later one.
DELETE FROM mirror.viewing_events_{date} WHERE event_id IN (SELECT event_id FROM fresh);

INSERT INTO mirror.viewing_events_{date} ({event_names})
SELECT {event_names} FROM fresh WHERE event_ts >= {from_ms} AND event_ts < {to_ms};
