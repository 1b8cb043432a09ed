-- map of two arrays
SELECT MAP(ARRAY['a', 'b'], ARRAY[1, 2])

-- lookup
SELECT m['a'], element_at(m, 'b'), element_at(m, 'c') FROM (VALUES MAP(ARRAY['a', 'b'], ARRAY[1, 2])) AS t (m)

-- keys and values
SELECT map_keys(m), map_values(m), cardinality(map_keys(m)) FROM (VALUES MAP(ARRAY['a', 'b'], ARRAY[1, 2])) AS t (m)

-- map from entries
SELECT map_from_entries(ARRAY[ROW('a', 1), ROW('b', 2)])

-- map of entries
SELECT cardinality(map_entries(MAP(ARRAY['a', 'b'], ARRAY[1, 2])))

-- map concatenated
SELECT map_concat(MAP(ARRAY['a'], ARRAY[1]), MAP(ARRAY['a', 'b'], ARRAY[9, 2]))

-- map aggregated
SELECT map_agg(k, v) FROM (VALUES ('a', 1), ('b', 2)) AS t (k, v)

-- map aggregated by group
SELECT g, map_agg(k, v) FROM (VALUES ('x', 'a', 1), ('x', 'b', 2), ('y', 'a', 3)) AS t (g, k, v) GROUP BY g ORDER BY g

-- several values of a key
SELECT multimap_agg(k, v)['a'] FROM (VALUES ('a', 1), ('a', 1)) AS t (k, v)

-- histogram
SELECT histogram(x) FROM (VALUES 'a', 'b', 'a') AS t (x)

-- histogram of integers
SELECT histogram(x)[2] FROM (VALUES 1, 2, 2) AS t (x)

-- map filtered
SELECT map_filter(MAP(ARRAY['a', 'b', 'c'], ARRAY[1, 2, 3]), (k, v) -> v > 1)

-- values transformed
SELECT transform_values(MAP(ARRAY['a', 'b'], ARRAY[1, 2]), (k, v) -> v * 10)

-- keys transformed
SELECT transform_keys(MAP(ARRAY['a', 'b'], ARRAY[1, 2]), (k, v) -> upper(k))

-- empty map
SELECT cardinality(MAP()), element_at(MAP(ARRAY['a'], ARRAY[CAST(NULL AS integer)]), 'a')

-- map compared
SELECT MAP(ARRAY['a'], ARRAY[1]) = MAP(ARRAY['a'], ARRAY[1]), MAP(ARRAY['a'], ARRAY[1]) = MAP(ARRAY['a'], ARRAY[2])
