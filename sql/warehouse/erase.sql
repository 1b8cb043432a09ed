-- Viewers whose erasure was asked for: out of what is loaded (erase-day.sql does the events), and never let in again (load.sql).
INSERT INTO mirror.erased_viewers (viewer_id, object_key) VALUES {erased};

DELETE FROM mirror.sessions WHERE viewer_id IN (SELECT viewer_id FROM mirror.erased_viewers);
