-- What stands whatever the date: done again at each cold start, it changes nothing.
-- The schema mirror is the loader's own; readers see the views in public, and whoever IAM lets in may read those and write nothing.
CREATE SCHEMA IF NOT EXISTS mirror;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;

REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC;

-- Every object of raw that was looked at: loaded, or left out with the reason. What is in here is never loaded again.
CREATE TABLE IF NOT EXISTS mirror.load_ledger (
  object_key varchar(1024) NOT NULL,
  arrival varchar(10) NOT NULL,
  bytes bigint NOT NULL,
  status varchar(16) NOT NULL,
  reason varchar(1024),
  run_id varchar(64) NOT NULL,
  recorded_at bigint NOT NULL
) DISTSTYLE ALL SORTKEY (arrival, object_key);

-- Pseudonyms whose erasure was asked for, with the object that asked: no load lets them in again.
CREATE TABLE IF NOT EXISTS mirror.erased_viewers (
  viewer_id varchar(512) NOT NULL,
  object_key varchar(1024) NOT NULL
) DISTSTYLE ALL SORTKEY (viewer_id);

-- The dates that have a table of events, with their bounds in epoch ms; is_shown: those of the last seven days.
CREATE TABLE IF NOT EXISTS mirror.days (
  dt varchar(10) NOT NULL,
  from_ms bigint NOT NULL,
  to_ms bigint NOT NULL,
  is_shown boolean NOT NULL
) DISTSTYLE ALL SORTKEY (dt);

-- Which views stand, and over which dates: the digest of the statements that made them (roll.sql).
CREATE TABLE IF NOT EXISTS mirror.rolled (digest varchar(64) NOT NULL) DISTSTYLE ALL;

-- One row a playback, folded again whenever one of its events comes: see load-sessions.sql.
CREATE TABLE IF NOT EXISTS mirror.sessions (
  {session_columns},
  dt varchar(10) NOT NULL
) DISTSTYLE KEY DISTKEY (session_id) SORTKEY (session_id);
