-- Creates everything that does not depend on the date. It runs at each cold start; a repeated run changes nothing.
-- The schema mirror belongs to the loader. Readers use the views in public: every user that IAM admits may read them, and no
-- reader may write.
CREATE SCHEMA IF NOT EXISTS mirror;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;

REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC;

-- Every object of raw that was processed: loaded, or left out with the reason. An object in this table is never loaded again.
CREATE TABLE IF NOT EXISTS mirror.load_ledger (
  object_key varchar(1024) NOT NULL,
  arrival varchar(10) NOT NULL,
  bytes bigint NOT NULL,
  status varchar(16) NOT NULL,
  reason varchar(1024),
  run_id varchar(64) NOT NULL,
  recorded_at bigint NOT NULL
) DISTSTYLE ALL SORTKEY (arrival, object_key);

-- The hours of arrival, by their folder, in which a run found every object processed. Later runs list only the other hours,
-- and each of these once a day.
CREATE TABLE IF NOT EXISTS mirror.checked_hours (
  hour varchar(256) NOT NULL,
  checked_at bigint NOT NULL
) DISTSTYLE ALL SORTKEY (hour);

-- How many objects one load may contain, in one row: a load that takes too long halves it.
CREATE TABLE IF NOT EXISTS mirror.load_step (objects int NOT NULL) DISTSTYLE ALL;

-- Pseudonyms whose erasure was requested, with the object of the request. No load admits them again.
CREATE TABLE IF NOT EXISTS mirror.erased_viewers (
  viewer_id varchar(512) NOT NULL,
  object_key varchar(1024) NOT NULL
) DISTSTYLE ALL SORTKEY (viewer_id);

-- How many rows each erasure request deleted, by table.
CREATE TABLE IF NOT EXISTS mirror.erased_rows (
  object_key varchar(1024) NOT NULL,
  held_in varchar(64) NOT NULL,
  removed bigint NOT NULL
) DISTSTYLE ALL SORTKEY (object_key);

-- The dates that have a table of events, with their bounds in epoch ms. is_shown marks the last seven days.
CREATE TABLE IF NOT EXISTS mirror.days (
  dt varchar(10) NOT NULL,
  from_ms bigint NOT NULL,
  to_ms bigint NOT NULL,
  is_shown boolean NOT NULL
) DISTSTYLE ALL SORTKEY (dt);

-- The digest of the statements that created the current views (roll.sql): it changes with the views and with their dates.
CREATE TABLE IF NOT EXISTS mirror.rolled (digest varchar(64) NOT NULL) DISTSTYLE ALL;

-- One row per playback, refolded whenever one of its events arrives: see load-sessions.sql.
CREATE TABLE IF NOT EXISTS mirror.sessions (
  {session_columns},
  dt varchar(10) NOT NULL
) DISTSTYLE KEY DISTKEY (session_id) SORTKEY (session_id);
