-- One row a session and experiment that it was exposed to. By place, for engines differ in what an array of rows unnests to.
SELECT
  s.session_id,
  s.viewer_id,
  s.started_at,
  s.dt,
  element_at(s.experiments, p.place).id AS experiment_id,
  element_at(s.experiments, p.place).variant AS variant
FROM sessions AS s
CROSS JOIN UNNEST(sequence(1, greatest(1, cardinality(s.experiments)))) AS p (place)
WHERE cardinality(s.experiments) > 0;
