-- common table expressions
WITH a AS (SELECT 1 AS x UNION ALL SELECT 2), b (y) AS (SELECT x + 1 FROM a) SELECT x, y FROM a JOIN b ON b.y = a.x + 1

-- set operations
(SELECT 1 AS x UNION SELECT 1) UNION ALL SELECT 2 INTERSECT SELECT 2

-- difference of sets
SELECT x FROM (VALUES 1, 2, 2, 3) AS t (x) EXCEPT SELECT 2

-- outer joins
SELECT a.x, b.y FROM (VALUES 1, 2) AS a (x) FULL OUTER JOIN (VALUES 2, 3) AS b (y) ON a.x = b.y

-- join with USING
SELECT id, a.v, b.w FROM (VALUES (1, 'a')) AS a (id, v) JOIN (VALUES (1, 'b')) AS b (id, w) USING (id)

-- join on a range
SELECT a.x, b.lo FROM (VALUES 5, 15) AS a (x) LEFT JOIN (VALUES (0, 10), (10, 20)) AS b (lo, hi) ON a.x >= b.lo AND a.x < b.hi ORDER BY 1

-- scalar subquery
SELECT x, (SELECT max(y) FROM (VALUES 1, 2) AS u (y)) FROM (VALUES 1) AS t (x)

-- correlated subquery
SELECT x, (SELECT count(*) FROM (VALUES 1, 2, 3) AS u (y) WHERE u.y <= t.x) FROM (VALUES 1, 3) AS t (x)

-- IN and NOT IN with nulls
SELECT 1 IN (1, NULL), 2 IN (1, NULL), 2 NOT IN (1, NULL), NULL IN (1), 1 IN (SELECT 1)

-- EXISTS
SELECT x FROM (VALUES 1, 2) AS t (x) WHERE NOT EXISTS (SELECT 1 FROM (VALUES 2) AS u (y) WHERE u.y = t.x)

-- order and limit
SELECT x FROM (VALUES 3, NULL, 1, 2) AS t (x) ORDER BY x DESC LIMIT 3

-- nulls in an order
SELECT x FROM (VALUES 3, NULL, 1) AS t (x) ORDER BY x NULLS FIRST

-- offset
SELECT x FROM (VALUES 1, 2, 3, 4) AS t (x) ORDER BY x OFFSET 1 LIMIT 2

-- rows fetched
SELECT x FROM (VALUES 1, 2, 3) AS t (x) ORDER BY x FETCH FIRST 2 ROWS ONLY

-- ties fetched
SELECT x FROM (VALUES 1, 1, 2) AS t (x) ORDER BY x FETCH FIRST 1 ROW WITH TIES

-- case
SELECT CASE x WHEN 1 THEN 'one' WHEN 2 THEN 'two' ELSE 'many' END, IF(x > 1, 'y', 'n'), IF(x > 1, 'y'), nullif(x, 1), coalesce(NULL, x) FROM (VALUES 1, 2, 3) AS t (x)

-- three-valued logic
SELECT NULL = NULL, NULL AND false, NULL OR true, NOT CAST(NULL AS boolean), NULL IS NULL, 1 IS DISTINCT FROM NULL, NULL IS NOT DISTINCT FROM NULL

-- distinct rows
SELECT DISTINCT a, b FROM (VALUES (1, 'a'), (1, 'a'), (NULL, 'b'), (NULL, 'b')) AS t (a, b)

-- values as a statement
VALUES (1, 'a'), (2, 'b')

-- rows and their fields
SELECT r.a, r.b FROM (SELECT CAST(ROW(1, 'x') AS ROW(a integer, b varchar)) AS r) AS t

-- rows compared
SELECT ROW(1, 'a') = ROW(1, 'a'), (1, 2) IN ((1, 2), (3, 4)), ROW(1, 2) < ROW(1, 3)

-- recursion
WITH RECURSIVE t (n) AS (VALUES 1 UNION ALL SELECT n + 1 FROM t WHERE n < 4) SELECT n FROM t

-- all and any
SELECT 5 > ALL (VALUES 1, 2), 5 = ANY (VALUES 1, 5), 1 > SOME (VALUES 1, 2)

-- quoted names
SELECT "Total Views" FROM (SELECT 5 AS "Total Views") AS t

-- lateral join
SELECT t.x, u.y FROM (VALUES 1, 2) AS t (x) CROSS JOIN LATERAL (SELECT t.x * 10 AS y) AS u

-- between and not between
SELECT x BETWEEN 2 AND 3, x NOT BETWEEN 2 AND 3 FROM (VALUES 1, 2, 4) AS t (x)

-- funnel of steps
SELECT count(*) AS sessions, count_if(played) AS played, count_if(played AND completed) AS completed, round(count_if(completed) * 1e2 / count(*), 1) AS completion
FROM (VALUES (true, true), (true, false), (false, false)) AS t (played, completed)

-- pivot by case
SELECT day, sum(CASE WHEN device = 'tv' THEN ms END) AS tv, sum(CASE WHEN device = 'web' THEN ms END) AS web
FROM (VALUES (1, 'tv', 10), (1, 'web', 5), (2, 'tv', 7)) AS t (day, device, ms) GROUP BY day ORDER BY day

-- retention by week
SELECT date_diff('week', f, d) AS week, count(DISTINCT v) AS viewers
FROM (SELECT v, d, min(d) OVER (PARTITION BY v) AS f FROM (VALUES ('a', DATE '2026-01-01'), ('a', DATE '2026-01-09'), ('b', DATE '2026-01-02')) AS t (v, d)) AS x
GROUP BY 1 ORDER BY 1

-- row pattern
SELECT * FROM (VALUES (1, 10), (2, 5), (3, 8)) AS t (n, p) MATCH_RECOGNIZE (ORDER BY n MEASURES first(down.n) AS at ONE ROW PER MATCH PATTERN (down) DEFINE down AS p < prev(p))

-- a sample of everything
SELECT count(*) FROM (VALUES 1, 2) AS t (x) TABLESAMPLE BERNOULLI (100)
