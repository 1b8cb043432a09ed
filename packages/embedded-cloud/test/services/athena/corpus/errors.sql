-- division by zero
SELECT 1 / 0

-- division by a zero in a column
SELECT 10 / x FROM (VALUES 1, 0) AS t (x)

-- division of decimals by zero
SELECT 1.5 / 0

-- text that is no number
SELECT CAST('abc' AS integer)

-- number that does not fit
SELECT CAST(300 AS tinyint)

-- sum that overflows
SELECT 9223372036854775807 + 1

-- integer that overflows
SELECT 2147483647 + 1

-- date that does not exist
SELECT CAST('2026-02-30' AS date)

-- date literal that does not exist
SELECT DATE '2026-02-30'

-- comparison of a text with a number
SELECT * FROM (VALUES '5') AS t (x) WHERE x = 5

-- comparison of a text with a date
SELECT '2026-01-01' = DATE '2026-01-01'

-- text plus number
SELECT 'a' + 1

-- text concatenated with a number
SELECT 'a' || 1

-- unknown column
SELECT missing FROM (VALUES 1) AS t (x)

-- unknown table
SELECT * FROM no_such_table

-- unknown function
SELECT no_such_function(1)

-- wrong number of arguments
SELECT substr('a')

-- wrong type of an argument
SELECT upper(5)

-- column that is not grouped
SELECT g, x FROM (VALUES ('a', 1)) AS t (g, x) GROUP BY g

-- aggregate in WHERE
SELECT x FROM (VALUES 1) AS t (x) WHERE count(*) > 1

-- ambiguous column
SELECT x FROM (VALUES 1) AS a (x) CROSS JOIN (VALUES 2) AS b (x)

-- subscript out of range
SELECT ARRAY[1, 2][3]

-- subscript zero
SELECT element_at(ARRAY[1], 0)

-- missing key of a map
SELECT MAP(ARRAY['a'], ARRAY[1])['b']

-- subquery with several rows
SELECT (SELECT x FROM (VALUES 1, 2) AS t (x))

-- union of different types
SELECT 1 UNION SELECT 'a'

-- union of different widths
SELECT 1, 2 UNION SELECT 1

-- branches of different types
SELECT CASE WHEN true THEN 1 ELSE 'a' END

-- values of different types
SELECT * FROM (VALUES 1, 'a') AS t (x)

-- invalid JSON
SELECT json_parse('{a')

-- date pattern that does not match
SELECT date_parse('2026', '%Y-%m-%d')

-- syntax
SELEC 1

-- clause missing
SELECT FROM x

-- parenthesis missing
SELECT (1 + 2

-- alias in WHERE
SELECT x + 1 AS y FROM (VALUES 1) AS t (x) WHERE y > 1

-- alias in GROUP BY
SELECT x % 2 AS r, count(*) FROM (VALUES 1) AS t (x) GROUP BY r

-- interval of hours added to a date
SELECT DATE '2026-01-01' + INTERVAL '1' HOUR

-- number of days added to a date
SELECT DATE '2026-01-01' + 1

-- duplicate keys of a map
SELECT MAP(ARRAY['a', 'a'], ARRAY[1, 2])

-- duplicate names
SELECT count(*) FROM (SELECT 1 AS x, 2 AS x) AS t WHERE x = 1

-- LIMIT below zero
SELECT 1 LIMIT -1

-- invalid regular expression
SELECT regexp_like('a', '(')

-- unit that does not exist
SELECT date_add('fortnight', 1, DATE '2026-01-01')

-- ordinal out of range
SELECT 1 ORDER BY 2

-- regular expression group that does not exist
SELECT regexp_extract('abc', '(b)', 2)

-- text for a date
SELECT year('2026-01-01')

-- text for bytes
SELECT to_hex('a')

-- number joined with a text
SELECT concat_ws(',', 1, 'a')

-- vectors of different lengths
SELECT dot_product(ARRAY[1e0], ARRAY[1e0, 2e0])
