-- One row a session and experiment that it was exposed to.
SELECT
  s.session_id,
  s.viewer_id,
  s.started_at,
  s.dt,
  e.id AS experiment_id,
  e.variant AS variant
FROM sessions AS s
CROSS JOIN UNNEST(s.experiments) AS e (id, variant)
