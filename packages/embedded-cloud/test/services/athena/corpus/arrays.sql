-- subscripts
SELECT a[1], element_at(a, 2), element_at(a, -1), element_at(a, 9), cardinality(a) FROM (VALUES ARRAY[10, 20, 30]) AS t (a)

-- membership
SELECT contains(ARRAY[1, 2], 2), array_position(ARRAY[5, 6], 6), arrays_overlap(ARRAY[1, 2], ARRAY[2, 3]), contains(ARRAY[1, NULL], 3)

-- sets
SELECT array_distinct(ARRAY[2, 1, 2]), array_union(ARRAY[1, 2], ARRAY[2, 3]), array_intersect(ARRAY[1, 2], ARRAY[2, 3]), array_except(ARRAY[1, 2], ARRAY[2])

-- order
SELECT array_sort(ARRAY[3, NULL, 1]), reverse(ARRAY[1, 2, 3]), array_max(ARRAY[1, 5]), array_min(ARRAY['b', 'a'])

-- order by a comparison
SELECT array_sort(ARRAY[3, 1, 2], (a, b) -> IF(a < b, 1, IF(a = b, 0, -1)))

-- concatenation
SELECT ARRAY[1] || ARRAY[2, 3], concat(ARRAY[1], ARRAY[2]), ARRAY[1] || 2, flatten(ARRAY[ARRAY[1], ARRAY[2, 3]])

-- removal
SELECT array_remove(ARRAY[1, 2, 1], 1), slice(ARRAY[1, 2, 3, 4], 2, 2), slice(ARRAY[1, 2, 3, 4], -2, 2), trim_array(ARRAY[1, 2, 3], 1)

-- filter and transform
SELECT filter(ARRAY[1, 2, 3, 4], x -> x % 2 = 0), transform(ARRAY[1, 2], x -> x * 10), transform(filter(ARRAY['a', NULL], x -> x IS NOT NULL), x -> upper(x))

-- reduce to a sum
SELECT reduce(ARRAY[5, 20, 50], 0, (s, x) -> s + x, s -> s)

-- reduce with a result function
SELECT reduce(ARRAY[5e0, 20e0], 0e0, (s, x) -> s + x, s -> s / 2)

-- reduce to a text
SELECT reduce(ARRAY['a', 'b'], '', (s, x) -> s || x, s -> upper(s))

-- zip_with
SELECT zip_with(ARRAY[1, 2], ARRAY[10, 20], (x, y) -> x + y), zip_with(ARRAY['a', 'b'], ARRAY['c'], (x, y) -> x || y)

-- matches
SELECT any_match(ARRAY[1, 2], x -> x > 1), all_match(ARRAY[1, 2], x -> x > 1), none_match(ARRAY[1, 2], x -> x > 5), any_match(ARRAY[NULL, 1], x -> x > 5), all_match(CAST(ARRAY[] AS array(integer)), x -> x > 1)

-- integer sequences
SELECT sequence(1, 5), sequence(5, 1), sequence(0, 10, 5), sequence(3, 3)

-- repetition
SELECT repeat(7, 3), repeat('a', 2)

-- nested arrays
SELECT ARRAY[ARRAY[1, 2], ARRAY[3]], ARRAY[ARRAY[1, 2], ARRAY[3]][2][1], cardinality(ARRAY[ARRAY[1]])

-- comparison of arrays
SELECT ARRAY[1, 2] = ARRAY[1, 2], ARRAY[1, 2] < ARRAY[1, 3], ARRAY['a'] <> ARRAY['b']

-- sums of arrays
SELECT reduce(ARRAY[1, 2], BIGINT '0', (s, x) -> s + x, s -> s), cardinality(filter(ARRAY[1, 2, 3], x -> x > 1))

-- array of rows
SELECT transform(ARRAY[CAST(ROW('x', 'b') AS ROW(id varchar, variant varchar))], r -> r.variant), element_at(ARRAY[CAST(ROW('x', 'b') AS ROW(id varchar, variant varchar))], 1).id

-- rows in a filter
SELECT cardinality(filter(ARRAY[CAST(ROW('x', 1) AS ROW(id varchar, n integer)), CAST(ROW('y', 2) AS ROW(id varchar, n integer))], r -> r.n > 1))

-- zip
SELECT zip(ARRAY[1, 2], ARRAY['a', 'b'])

-- array aggregated with an order
SELECT array_agg(x ORDER BY x DESC), array_agg(DISTINCT g ORDER BY g), cardinality(array_agg(x) FILTER (WHERE x > 1)) FROM (VALUES ('a', 1), ('b', 2), ('a', 3)) AS t (g, x)

-- empty arrays
SELECT cardinality(ARRAY[]), array_max(CAST(ARRAY[] AS array(integer))), array_join(CAST(ARRAY[] AS array(varchar)), ','), CAST(ARRAY[] AS array(integer)) = CAST(ARRAY[] AS array(integer))
