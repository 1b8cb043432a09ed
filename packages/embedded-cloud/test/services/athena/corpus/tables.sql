-- table of a query
CREATE TABLE corpus_of_query AS SELECT 1 AS id, 'a' AS name;
SELECT id, name FROM corpus_of_query

-- table with a format
CREATE TABLE corpus_with_format WITH (format = 'PARQUET') AS SELECT x, x * 2 AS twice FROM (VALUES 1, 2) AS t (x);
SELECT sum(twice) FROM corpus_with_format

-- table of arrays
CREATE TABLE corpus_of_arrays AS SELECT ARRAY[1, 2] AS xs, DATE '2026-01-01' AS d, 1.5e0 AS ratio;
SELECT xs[2], d, ratio FROM corpus_of_arrays

-- table of rows
CREATE TABLE corpus_of_rows AS SELECT CAST(ROW('x', 2) AS ROW(id varchar, n bigint)) AS r, CAST(NULL AS bigint) AS missing;
SELECT r.id, r.n, missing FROM corpus_of_rows

-- table of an aggregate
CREATE TABLE corpus_of_groups AS SELECT g, count(*) AS n, avg(x) AS mean FROM (VALUES ('a', 1), ('a', 2), ('b', 5)) AS t (g, x) GROUP BY g;
SELECT g, n, mean FROM corpus_of_groups ORDER BY g

-- table that exists may exist
CREATE TABLE corpus_twice AS SELECT 1 AS id;
CREATE TABLE IF NOT EXISTS corpus_twice AS SELECT 2 AS id;
SELECT id FROM corpus_twice

-- table that exists
CREATE TABLE corpus_again AS SELECT 1 AS id;
CREATE TABLE corpus_again AS SELECT 2 AS id

-- table dropped
CREATE TABLE corpus_dropped AS SELECT 1 AS id;
DROP TABLE corpus_dropped;
SELECT id FROM corpus_dropped

-- column without a name
CREATE TABLE corpus_unnamed AS SELECT 1

-- empty table
CREATE TABLE corpus_empty AS SELECT 1 AS id, 'a' AS name WHERE false;
SELECT count(*) FROM corpus_empty

-- joined with values
CREATE TABLE corpus_joined AS SELECT 1 AS id, 'de' AS country;
SELECT c.country, v.ms FROM corpus_joined AS c JOIN (VALUES (1, 500)) AS v (id, ms) ON v.id = c.id

-- table of timestamps
CREATE TABLE corpus_of_times AS SELECT TIMESTAMP '2026-01-01 10:00:00.250' AS t, true AS flag;
SELECT t, hour(t), flag FROM corpus_of_times
