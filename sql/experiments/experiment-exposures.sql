-- One row a viewer and experiment: the first exposure counts, whatever the viewer was shown later.
SELECT experiment_id, variant, viewer_id, started_at AS exposed_at, dt
FROM (
  SELECT
    experiment_id,
    variant,
    viewer_id,
    started_at,
    dt,
    row_number() OVER (PARTITION BY experiment_id, viewer_id ORDER BY started_at, session_id, variant) AS exposure
  FROM experiment_assignments
) AS ranked
WHERE exposure = 1;
