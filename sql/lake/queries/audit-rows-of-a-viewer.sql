-- name: Audit: the rows of a viewer
-- description: How many rows of a viewer each table holds, with the first and last date. Parameter: pseudonym, four times.
SELECT 'raw_viewing_events' AS held_in, count(*) AS held, min(dt) AS first_date, max(dt) AS last_date
FROM raw_viewing_events WHERE viewer_id = ?
UNION ALL
SELECT 'viewing_events' AS held_in, count(*) AS held, min(dt) AS first_date, max(dt) AS last_date
FROM viewing_events WHERE viewer_id = ?
UNION ALL
SELECT 'sessions' AS held_in, count(*) AS held, min(dt) AS first_date, max(dt) AS last_date
FROM sessions WHERE viewer_id = ?
UNION ALL
SELECT 'training_examples' AS held_in, count(*) AS held, min(dt) AS first_date, max(dt) AS last_date
FROM training_examples WHERE viewer_id = ?
