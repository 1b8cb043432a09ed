-- One date's events. A table a date prunes by time, so the keys serve what a date can't: all events of a session lie on one
-- slice, in their order, and to fold them moves and sorts nothing.
CREATE TABLE IF NOT EXISTS mirror.viewing_events_{date} (
  {event_columns}
) DISTSTYLE KEY DISTKEY (session_id) SORTKEY (session_id, "sequence");
