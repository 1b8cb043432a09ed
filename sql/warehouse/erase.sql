-- Deletes the sessions of viewers whose erasure was requested. erase-day.sql deletes their events; load.sql keeps them out.
INSERT INTO mirror.erased_viewers (viewer_id, object_key) VALUES {erased};

DELETE FROM mirror.sessions WHERE viewer_id IN (SELECT viewer_id FROM mirror.erased_viewers);
