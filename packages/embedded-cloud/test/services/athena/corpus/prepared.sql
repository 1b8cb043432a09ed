-- a text
-- parameters: 'a'
SELECT x FROM (VALUES 'a', 'b') AS t (x) WHERE x = ?

-- a number and a text
-- parameters: 2; 'b'
SELECT x, n FROM (VALUES ('a', 1), ('b', 2)) AS t (x, n) WHERE n = ? AND x = ?

-- a date
-- parameters: DATE '2026-01-01'
SELECT d FROM (VALUES DATE '2026-01-01', DATE '2026-01-02') AS t (d) WHERE d > ?

-- a timestamp
-- parameters: TIMESTAMP '2026-01-01 10:00:00'
SELECT count(*) FROM (VALUES TIMESTAMP '2026-01-01 11:00:00') AS t (x) WHERE x > ?

-- a list of values
-- parameters: 'a'; 'c'
SELECT x FROM (VALUES 'a', 'b', 'c') AS t (x) WHERE x IN (?, ?) ORDER BY x

-- a range
-- parameters: 2; 3
SELECT x FROM (VALUES 1, 2, 3, 4) AS t (x) WHERE x BETWEEN ? AND ? ORDER BY x

-- a quote in a text
-- parameters: 'it''s'
SELECT x FROM (VALUES 'it''s') AS t (x) WHERE x = ?

-- a pattern
-- parameters: '%b%'
SELECT x FROM (VALUES 'abc', 'xyz') AS t (x) WHERE x LIKE ?

-- a value in an expression
-- parameters: 10
SELECT x FROM (VALUES 5, 50) AS t (x) WHERE x * 2 > ? + 50

-- a boolean and a double
-- parameters: true; 1.5e0
SELECT x FROM (VALUES (true, 2e0), (false, 1e0)) AS t (b, x) WHERE b = ? AND x > ?

-- a text for a number
-- parameters: '5'
SELECT x FROM (VALUES 5) AS t (x) WHERE x = ?
