-- One row per known viewer and experiment: only the first exposure counts, even if the viewer later sees another variant.
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
  WHERE viewer_id IS NOT NULL
) AS ranked
WHERE exposure = 1;
