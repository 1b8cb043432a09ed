-- One row per session and experiment that it was exposed to.
SELECT
  s.session_id,
  s.viewer_id,
  s.started_at,
  s.dt,
  CAST(e.id AS varchar(512)) AS experiment_id,
  CAST(e.variant AS varchar(512)) AS variant
FROM sessions AS s, s.experiments AS e;
