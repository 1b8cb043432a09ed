-- Deletes the sessions of viewers whose erasure was requested, and records how many rows each request deletes. erase-day.sql
-- deletes their events; load.sql keeps them out. The lock makes loads in other runs wait, so none of them can add rows of these
-- viewers after the deletion.
LOCK mirror.load_ledger;

INSERT INTO mirror.erased_viewers (viewer_id, object_key) VALUES {erased};

INSERT INTO mirror.erased_rows (object_key, held_in, removed)
SELECT erased.object_key, 'viewing_events', count(*)
FROM mirror.kept_events AS kept
JOIN mirror.erased_viewers AS erased ON erased.viewer_id = kept.viewer_id
GROUP BY erased.object_key;

INSERT INTO mirror.erased_rows (object_key, held_in, removed)
SELECT erased.object_key, 'sessions', count(*)
FROM mirror.sessions AS kept
JOIN mirror.erased_viewers AS erased ON erased.viewer_id = kept.viewer_id
GROUP BY erased.object_key;

DELETE FROM mirror.sessions WHERE viewer_id IN (SELECT viewer_id FROM mirror.erased_viewers);
