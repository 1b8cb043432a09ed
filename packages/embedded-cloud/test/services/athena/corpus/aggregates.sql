-- counts
SELECT count(*), count(x), count(DISTINCT x), count_if(x > 1) FROM (VALUES 1, 2, 2, NULL) AS t (x)

-- sums
SELECT sum(x), sum(x * 1e0), sum(CASE WHEN x > 1 THEN 1 ELSE 0 END), sum(DISTINCT x) FROM (VALUES 1, 2, 2, NULL) AS t (x)

-- sum of decimals
SELECT sum(x), max(x), min(x) FROM (VALUES DECIMAL '1.10', DECIMAL '2.25') AS t (x)

-- sum of nothing
SELECT sum(x), max(x), count(x), avg(x), array_agg(x) FROM (VALUES 1) AS t (x) WHERE x > 5

-- deviations
SELECT stddev(x), stddev_pop(x), variance(x), var_pop(x), stddev_samp(x), var_samp(x) FROM (VALUES 1, 2, 4, 8) AS t (x)

-- deviation of one value
SELECT stddev(x), var_pop(x) FROM (VALUES 5) AS t (x)

-- correlation and regression
SELECT corr(x, y), covar_pop(x, y), covar_samp(x, y), regr_slope(y, x), regr_intercept(y, x) FROM (VALUES (1e0, 2e0), (2e0, 3e0), (3e0, 5e0)) AS t (x, y)

-- booleans
SELECT bool_and(x), bool_or(x), every(x) FROM (VALUES true, false, NULL) AS t (x)

-- values at an extreme
SELECT max_by(n, x), min_by(n, x) FROM (VALUES ('a', 1), ('b', 3), ('c', 2)) AS t (n, x)

-- largest values
SELECT max(x, 2), min(x, 2) FROM (VALUES 3, 1, 2) AS t (x)

-- geometric mean
SELECT geometric_mean(x) FROM (VALUES 1e0, 4e0, 16e0) AS t (x)

-- approximate distinct count
SELECT approx_distinct(x) FROM (VALUES 1, 2, 2, 3) AS t (x)

-- approximate distinct count with an error
SELECT approx_distinct(x, 0.01e0) FROM (VALUES 'a', 'b', 'b') AS t (x)

-- approximate percentile
SELECT approx_percentile(x, 0.5e0) BETWEEN 49 AND 52 FROM UNNEST(sequence(1, 100)) AS t (x)

-- several approximate percentiles
SELECT cardinality(approx_percentile(x, ARRAY[0.25e0, 0.5e0, 0.95e0])), approx_percentile(x, ARRAY[0.5e0, 0.95e0])[2] BETWEEN 93 AND 97 FROM UNNEST(sequence(1, 100)) AS t (x)

-- weighted percentile
SELECT approx_percentile(x, w, 0.5e0) FROM (VALUES (1, 1), (5, 10)) AS t (x, w)

-- most frequent values
SELECT approx_most_frequent(2, x, 10) FROM (VALUES 'a', 'b', 'a', 'b', 'a') AS t (x)

-- exact median
SELECT x FROM (SELECT x, row_number() OVER (ORDER BY x) AS n, count(*) OVER () AS c FROM (VALUES 5, 1, 9) AS t (x)) AS s WHERE n = (c + 1) / 2

-- grouping sets
SELECT a, b, sum(x) FROM (VALUES ('p', 'q', 1), ('p', 'r', 2), ('s', 'q', 3)) AS t (a, b, x) GROUP BY GROUPING SETS ((a), (b), ())

-- rollup
SELECT a, b, sum(x), grouping(a, b) FROM (VALUES ('p', 'q', 1), ('p', 'r', 2)) AS t (a, b, x) GROUP BY ROLLUP (a, b)

-- cube
SELECT a, b, count(*) FROM (VALUES ('p', 'q'), ('p', 'r')) AS t (a, b) GROUP BY CUBE (a, b)

-- groups of expressions
SELECT x % 2 = 0 AS is_even, count(*), arbitrary(1) FROM (VALUES 1, 2, 3) AS t (x) GROUP BY x % 2 = 0

-- having
SELECT g, count(*) AS n FROM (VALUES 'a', 'b', 'a') AS t (g) GROUP BY g HAVING count(*) > 1

-- nulls are a group
SELECT g, count(*) FROM (VALUES 'a', NULL, NULL) AS t (g) GROUP BY g

-- bitwise aggregates
SELECT bitwise_and_agg(x), bitwise_or_agg(x), bitwise_xor_agg(x) FROM (VALUES 12, 10) AS t (x)

-- entropy, skewness and kurtosis
SELECT round(skewness(x), 9), round(kurtosis(x), 9) FROM (VALUES 1e0, 2e0, 4e0, 9e0, 3e0) AS t (x)

-- values in a filter of an aggregate
SELECT max(x) FILTER (WHERE x < 3), avg(x) FILTER (WHERE x > 5), count(DISTINCT x) FILTER (WHERE x > 1) FROM (VALUES 1, 2, 3) AS t (x)
