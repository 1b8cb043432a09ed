-- The events of one date. One table per date already prunes by time, so the keys serve sessions: all events of a session are on
-- one slice, in order, and folding them needs no data movement and no sort.
CREATE TABLE IF NOT EXISTS mirror.viewing_events_{date} (
  {event_columns}
) DISTSTYLE KEY DISTKEY (session_id) SORTKEY (session_id, "sequence");
