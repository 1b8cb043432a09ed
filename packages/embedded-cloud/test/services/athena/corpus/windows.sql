-- row numbers
SELECT x, row_number() OVER (ORDER BY x DESC) FROM (VALUES 3, 1, 2) AS t (x) ORDER BY x

-- ranks
SELECT x, rank() OVER (ORDER BY x), dense_rank() OVER (ORDER BY x), percent_rank() OVER (ORDER BY x), cume_dist() OVER (ORDER BY x)
FROM (VALUES 1, 1, 2, 3) AS t (x) ORDER BY x

-- previous and next
SELECT x, lag(x) OVER (ORDER BY x), lead(x) OVER (ORDER BY x), lag(x, 2) OVER (ORDER BY x), lag(x, 1, -1) OVER (ORDER BY x)
FROM (VALUES 1, 2, 3) AS t (x) ORDER BY x

-- running sum
SELECT g, x, sum(x) OVER (PARTITION BY g ORDER BY x) FROM (VALUES ('a', 1), ('a', 2), ('b', 5)) AS t (g, x) ORDER BY g, x

-- moving average
SELECT x, avg(x) OVER (ORDER BY x ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM (VALUES 1, 2, 4, 8) AS t (x) ORDER BY x

-- first and last values
SELECT x, first_value(x) OVER w, last_value(x) OVER w, nth_value(x, 2) OVER w
FROM (VALUES 1, 2, 3) AS t (x)
WINDOW w AS (ORDER BY x ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) ORDER BY x

-- frame by range
SELECT x, sum(x) OVER (ORDER BY x RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM (VALUES 1, 1, 2) AS t (x) ORDER BY x

-- frame by range of values
SELECT x, count(*) OVER (ORDER BY x RANGE BETWEEN 5 PRECEDING AND CURRENT ROW) FROM (VALUES 1, 4, 8, 20) AS t (x) ORDER BY x

-- shares of a total
SELECT x, x * 1e0 / sum(x) OVER () FROM (VALUES 1, 3) AS t (x) ORDER BY x

-- top row of each group
SELECT g, x FROM (SELECT g, x, row_number() OVER (PARTITION BY g ORDER BY x DESC) AS n FROM (VALUES ('a', 1), ('a', 9), ('b', 4)) AS t (g, x)) AS r WHERE n = 1 ORDER BY g

-- buckets of equal size
SELECT x, ntile(2) OVER (ORDER BY x) FROM (VALUES 1, 2, 3, 4, 5) AS t (x) ORDER BY x

-- nulls in an ordered window
SELECT x, row_number() OVER (ORDER BY x), row_number() OVER (ORDER BY x DESC NULLS FIRST) FROM (VALUES 2, NULL, 1) AS t (x)

-- lag that ignores nulls
SELECT n, lag(x) IGNORE NULLS OVER (ORDER BY n), last_value(x) IGNORE NULLS OVER (ORDER BY n) FROM (VALUES (1, 'a'), (2, NULL), (3, 'c')) AS t (n, x) ORDER BY n

-- sessions by gaps
SELECT v, s, count(*) FROM (
  SELECT v, sum(CASE WHEN gap > 30 THEN 1 ELSE 0 END) OVER (PARTITION BY v ORDER BY ts) AS s
  FROM (SELECT v, ts, ts - lag(ts) OVER (PARTITION BY v ORDER BY ts) AS gap FROM (VALUES ('a', 0), ('a', 10), ('a', 100), ('b', 5)) AS t (v, ts)) AS g
) AS x GROUP BY v, s ORDER BY v, s

-- window over an aggregate
SELECT g, sum(x) AS total, rank() OVER (ORDER BY sum(x) DESC) FROM (VALUES ('a', 1), ('b', 5), ('a', 2)) AS t (g, x) GROUP BY g ORDER BY g

-- filter and distinct
SELECT count(DISTINCT x), count(*) FILTER (WHERE x > 1), sum(DISTINCT x) FROM (VALUES 1, 1, 2, 3) AS t (x)
