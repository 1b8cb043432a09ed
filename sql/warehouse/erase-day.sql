-- One date's events of erased viewers.
DELETE FROM mirror.viewing_events_{date} WHERE viewer_id IN (SELECT viewer_id FROM mirror.erased_viewers);
