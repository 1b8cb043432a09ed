-- Advances the window and the views, for a new date or a new release. It runs after the new date's table (day.sql) and before
-- the views of experiments and rolled.sql. It does not run at every load, because replacing a view waits for its readers.
CREATE OR REPLACE VIEW mirror.kept_events AS
{kept_events}
WITH NO SCHEMA BINDING;

CREATE OR REPLACE VIEW public.viewing_events AS
{shown_events}
WITH NO SCHEMA BINDING;

CREATE OR REPLACE VIEW public.sessions AS
SELECT {session_names}, dt FROM mirror.sessions WHERE dt BETWEEN '{first_shown}' AND '{last_shown}'
WITH NO SCHEMA BINDING;

-- The part of the load ledger that readers may see: the progress of loading.
CREATE OR REPLACE VIEW public.mirror_status AS
SELECT count(*) AS loads, max(recorded_at) AS last_loaded_at FROM mirror.load_ledger WHERE status = 'loaded'
WITH NO SCHEMA BINDING;

DELETE FROM mirror.days;

INSERT INTO mirror.days (dt, from_ms, to_ms, is_shown) VALUES {days};

DELETE FROM mirror.sessions WHERE dt < '{first_kept}';

DELETE FROM mirror.load_ledger WHERE arrival < '{first_kept}' AND status = 'loaded';
