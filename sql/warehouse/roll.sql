-- A new date, or a new release: the window and the views move on. Follows the new date's table (day.sql); the views on experiments
-- and rolled.sql come after it. Replacing a view waits for those who read it: so not at every run.
CREATE OR REPLACE VIEW mirror.kept_events AS
{kept_events}
WITH NO SCHEMA BINDING;

CREATE OR REPLACE VIEW public.viewing_events AS
{shown_events}
WITH NO SCHEMA BINDING;

CREATE OR REPLACE VIEW public.sessions AS
SELECT {session_names}, dt FROM mirror.sessions WHERE dt BETWEEN '{first_shown}' AND '{last_shown}'
WITH NO SCHEMA BINDING;

-- What readers may know of the ledger: how far it has come.
CREATE OR REPLACE VIEW public.mirror_status AS
SELECT count(*) AS loads, max(recorded_at) AS last_loaded_at FROM mirror.load_ledger WHERE status = 'loaded'
WITH NO SCHEMA BINDING;

DELETE FROM mirror.days;

INSERT INTO mirror.days (dt, from_ms, to_ms, is_shown) VALUES {days};

DELETE FROM mirror.sessions WHERE dt < '{first_kept}';

DELETE FROM mirror.load_ledger WHERE arrival < '{first_kept}' AND status = 'loaded';
