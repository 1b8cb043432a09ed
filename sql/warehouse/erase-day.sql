-- Deletes the events of erased viewers from one date.
DELETE FROM mirror.viewing_events_{date} WHERE viewer_id IN (SELECT viewer_id FROM mirror.erased_viewers);
