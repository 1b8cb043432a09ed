-- One row per experiment: whether its viewers are split evenly over its variants, as intended, by Pearson's chi-squared
-- test. critical is the value that chance exceeds once in a thousand experiments, by degrees of freedom (an event carries at
-- most 16 variants).
WITH counted AS (
  SELECT experiment_id, variant, CAST(count(*) AS double precision) AS viewers
  FROM experiment_exposures
  GROUP BY experiment_id, variant
),
expected AS (
  SELECT experiment_id, count(*) AS variants, sum(viewers) AS viewers, sum(viewers) / count(*) AS share
  FROM counted
  GROUP BY experiment_id
),
tested AS (
  SELECT
    expected.experiment_id,
    expected.variants,
    expected.viewers,
    sum((counted.viewers - expected.share) * (counted.viewers - expected.share) / expected.share) AS chi_squared,
    CASE expected.variants
      WHEN 2 THEN 10.828e0 WHEN 3 THEN 13.816e0 WHEN 4 THEN 16.266e0 WHEN 5 THEN 18.467e0 WHEN 6 THEN 20.515e0
      WHEN 7 THEN 22.458e0 WHEN 8 THEN 24.322e0 WHEN 9 THEN 26.124e0 WHEN 10 THEN 27.877e0 WHEN 11 THEN 29.588e0
      WHEN 12 THEN 31.264e0 WHEN 13 THEN 32.909e0 WHEN 14 THEN 34.528e0 WHEN 15 THEN 36.123e0 WHEN 16 THEN 37.697e0
    END AS critical
  FROM expected
  JOIN counted ON counted.experiment_id = expected.experiment_id
  GROUP BY expected.experiment_id, expected.variants, expected.viewers
)
SELECT
  experiment_id,
  variants,
  CAST(viewers AS bigint) AS viewers,
  chi_squared,
  critical,
  coalesce(chi_squared > critical, false) AS is_mismatched
FROM tested;
