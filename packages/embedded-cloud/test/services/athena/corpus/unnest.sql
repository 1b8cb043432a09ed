-- an array
SELECT x FROM UNNEST(ARRAY[1, 2, 3]) AS t (x)

-- an array of each row
SELECT id, x FROM (VALUES (1, ARRAY['a', 'b']), (2, ARRAY['c'])) AS t (id, xs) CROSS JOIN UNNEST(xs) AS u (x)

-- rows without elements
SELECT id, x FROM (VALUES (1, ARRAY['a']), (2, CAST(ARRAY[] AS array(varchar))), (3, NULL)) AS t (id, xs) CROSS JOIN UNNEST(xs) AS u (x)

-- rows without elements kept
SELECT id, x FROM (VALUES (1, ARRAY['a']), (2, CAST(ARRAY[] AS array(varchar)))) AS t (id, xs) LEFT JOIN UNNEST(xs) AS u (x) ON true

-- positions
SELECT x, n FROM UNNEST(ARRAY['a', 'b']) WITH ORDINALITY AS t (x, n)

-- positions of each row
SELECT id, x, n FROM (VALUES (1, ARRAY['a', 'b']), (2, ARRAY['c'])) AS t (id, xs) CROSS JOIN UNNEST(xs) WITH ORDINALITY AS u (x, n)

-- several arrays
SELECT x, y FROM UNNEST(ARRAY[1, 2], ARRAY['a']) AS t (x, y)

-- several arrays of each row
SELECT id, x, y FROM (VALUES (1, ARRAY[1, 2], ARRAY['a', 'b']), (2, ARRAY[3], ARRAY['c', 'd'])) AS t (id, xs, ys) CROSS JOIN UNNEST(xs, ys) AS u (x, y)

-- an array of rows
SELECT id, variant FROM UNNEST(ARRAY[CAST(ROW('x', 'b') AS ROW(id varchar, variant varchar)), CAST(ROW('y', 'c') AS ROW(id varchar, variant varchar))]) AS t (id, variant)

-- an array of rows of each row
SELECT s, id, variant FROM (VALUES (1, ARRAY[ROW('x', 'b'), ROW('y', 'c')]), (2, ARRAY[ROW('z', 'd')])) AS t (s, tests) CROSS JOIN UNNEST(tests) AS u (id, variant)

-- a map
SELECT k, v FROM UNNEST(MAP(ARRAY['a', 'b'], ARRAY[1, 2])) AS t (k, v)

-- a map of each row
SELECT id, k, v FROM (VALUES (1, MAP(ARRAY['a'], ARRAY[5]))) AS t (id, m) CROSS JOIN UNNEST(m) AS u (k, v)

-- split words
SELECT word, count(*) FROM (VALUES 'a b', 'b c') AS t (line) CROSS JOIN UNNEST(split(line, ' ')) AS u (word) GROUP BY word ORDER BY word

-- elements in a condition
SELECT id FROM (VALUES (1, ARRAY[1, 2]), (2, ARRAY[3])) AS t (id, xs) WHERE EXISTS (SELECT 1 FROM UNNEST(xs) AS u (x) WHERE x > 2)

-- nested arrays
SELECT y FROM UNNEST(ARRAY[ARRAY[1, 2], ARRAY[3]]) AS t (xs) CROSS JOIN UNNEST(xs) AS u (y)

-- sums of elements
SELECT id, sum(x) FROM (VALUES (1, ARRAY[1, 2]), (2, ARRAY[3])) AS t (id, xs) CROSS JOIN UNNEST(xs) AS u (x) GROUP BY id ORDER BY id

-- in a comma join
SELECT id, x FROM (VALUES (1, ARRAY['a', 'b'])) AS t (id, xs), UNNEST(xs) AS u (x)
