-- One row per session and experiment that it was exposed to. It unnests positions, because engines unnest arrays of rows
-- differently.
SELECT
  s.session_id,
  s.viewer_id,
  s.started_at,
  s.dt,
  element_at(s.experiments, p.ordinal).id AS experiment_id,
  element_at(s.experiments, p.ordinal).variant AS variant
FROM sessions AS s
CROSS JOIN UNNEST(sequence(1, greatest(1, cardinality(s.experiments)))) AS p (ordinal)
WHERE cardinality(s.experiments) > 0;
