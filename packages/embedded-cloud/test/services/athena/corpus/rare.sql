-- any value
SELECT any_value(x), any_value(x) FILTER (WHERE x > 9) FROM (VALUES 7, 7) AS t (x)

-- union of maps
SELECT map_union(m) FROM (VALUES MAP(ARRAY['a'], ARRAY[1]), MAP(ARRAY['b'], ARRAY[2]), NULL) AS t (m)

-- reduced aggregate
SELECT g, reduce_agg(x, 0, (a, b) -> a + b, (a, b) -> a + b) FROM (VALUES ('p', 1), ('p', 2), ('q', 5)) AS t (g, x) GROUP BY g

-- names of several extremes
SELECT max_by(n, x, 2), min_by(n, x, 2) FROM (VALUES ('a', 1), ('b', 3), ('c', 2)) AS t (n, x)

-- histogram of numbers
SELECT numeric_histogram(2, x) FROM (VALUES 1e0, 2e0, 10e0) AS t (x)

-- distinct values estimated by a sketch
SELECT cardinality(approx_set(x)), cardinality(empty_approx_set()) FROM (VALUES 'a', 'b', 'a') AS t (x)

-- sketches merged
SELECT cardinality(merge(s)) FROM (SELECT g, approx_set(x) AS s FROM (VALUES ('p', 1), ('q', 1), ('q', 2)) AS t (g, x) GROUP BY g) AS t

-- quantile digest
SELECT value_at_quantile(qdigest_agg(x), 0.5e0), quantile_at_value(qdigest_agg(x), 2) FROM (VALUES 1, 2, 3) AS t (x)

-- t-digest
SELECT value_at_quantile(tdigest_agg(x), 0.5e0), cardinality(values_at_quantiles(tdigest_agg(x), ARRAY[0.1e0, 0.9e0])) FROM (VALUES 1e0, 2e0, 3e0) AS t (x)

-- similarity of sets
SELECT intersection_cardinality(a, b), jaccard_index(a, b), cardinality(a) FROM (SELECT make_set_digest(x) AS a, make_set_digest(y) AS b FROM (VALUES (1, 2), (2, 3)) AS t (x, y)) AS t

-- checksum of rows
SELECT checksum(x) IS NOT NULL, to_hex(checksum(x)) = to_hex(checksum(y)) FROM (VALUES (1, 2), (2, 1)) AS t (x, y)

-- text aggregated up to a length
SELECT listagg(x, ',' ON OVERFLOW TRUNCATE '…' WITH COUNT) WITHIN GROUP (ORDER BY x) FROM (VALUES 'b', 'a') AS t (x)

-- combinations
SELECT combinations(ARRAY['a', 'b', 'c'], 2), combinations(ARRAY[1, 2], 3)

-- pairs of neighbours
SELECT ngrams(ARRAY['play', 'pause', 'play'], 2), ngrams(ARRAY['a'], 3)

-- sequence inside an array
SELECT contains_sequence(ARRAY[1, 2, 3], ARRAY[2, 3]), contains_sequence(ARRAY[1, 2, 3], ARRAY[3, 2])

-- histogram of an array
SELECT array_histogram(ARRAY['a', 'b', 'a'])

-- first and last element
SELECT array_first(ARRAY[5, 6]), array_last(ARRAY[5, 6]), array_first(CAST(ARRAY[] AS array(integer)))

-- shuffled array
SELECT array_sort(shuffle(ARRAY[3, 1, 2]))

-- distances of vectors
SELECT cosine_similarity(ARRAY[1e0, 2e0], ARRAY[2e0, 4e0]), dot_product(ARRAY[1e0, 2e0], ARRAY[3e0, 4e0]), euclidean_distance(ARRAY[0e0, 0e0], ARRAY[3e0, 4e0]), cosine_distance(ARRAY[1e0, 0e0], ARRAY[0e0, 1e0])

-- similarity of sparse vectors
SELECT cosine_similarity(MAP(ARRAY['a', 'b'], ARRAY[1e0, 2e0]), MAP(ARRAY['b', 'c'], ARRAY[2e0, 1e0]))

-- maps zipped
SELECT map_zip_with(MAP(ARRAY['a', 'b'], ARRAY[1, 2]), MAP(ARRAY['b', 'c'], ARRAY[20, 30]), (k, x, y) -> coalesce(x, 0) + coalesce(y, 0))

-- several values of an entry
SELECT multimap_from_entries(ARRAY[ROW('a', 1), ROW('b', 2), ROW('a', 3)])

-- several values of a key in a text
SELECT split_to_multimap('a=1,b=2,a=3', ',', '=')

-- all angles
SELECT acos(0.5e0), asin(0.5e0), atan(1e0), tan(0.5e0), sinh(1e0), cosh(1e0), tanh(1e0)

-- normal distribution
SELECT round(normal_cdf(0, 1, 1.96e0), 9), round(inverse_normal_cdf(0, 1, 0.975e0), 9)

-- beta distribution
SELECT round(beta_cdf(2, 5, 0.3e0), 9), round(inverse_beta_cdf(2, 5, 0.5e0), 9)

-- t distribution
SELECT round(t_cdf(1.5e0, 10), 9), round(t_pdf(1.5e0, 10), 9)

-- confidence interval of a share
SELECT round(wilson_interval_lower(1250, 1310, 1.96e0), 12), round(wilson_interval_upper(1250, 1310, 1.96e0), 12)

-- random numbers
SELECT random() < 1, random(10) < 10, rand(5, 6), uuid() <> uuid()

-- buckets with bounds
SELECT width_bucket(x, ARRAY[1e0, 5e0, 10e0]) FROM (VALUES 0e0, 3e0, 5e0, 99e0) AS t (x)

-- numbers for readers
SELECT format_number(123456), format_number(1500000), format_number(12)

-- sizes of data
SELECT parse_data_size('1B'), parse_data_size('2.5kB'), parse_presto_data_size('1MB')

-- durations parsed
SELECT to_milliseconds(parse_duration('42.8ms')), to_milliseconds(parse_duration('1.5h'))

-- signed shift
SELECT bitwise_right_shift_arithmetic(-8, 1), bitwise_right_shift(-8, 60), bitwise_left_shift(-1, 2)

-- numbers as bytes
SELECT to_hex(to_big_endian_32(1)), to_hex(to_big_endian_64(258)), to_hex(to_ieee754_32(REAL '1.5')), to_hex(to_ieee754_64(1.5e0))

-- numbers from bytes
SELECT from_big_endian_32(from_hex('00000001')), from_big_endian_64(from_hex('0000000000000102')), from_ieee754_32(from_hex('3FC00000')), from_ieee754_64(from_hex('3FF8000000000000'))

-- base32
SELECT to_base32(to_utf8('hello')), from_utf8(from_base32('NBSWY3DP')), from_utf8(from_base64url('YT8-'))

-- keyed hashes
SELECT to_hex(hmac_md5(to_utf8('a'), to_utf8('k'))), to_hex(hmac_sha1(to_utf8('a'), to_utf8('k'))), to_hex(hmac_sha512(to_utf8('a'), to_utf8('k')))

-- fast hashes
SELECT to_hex(xxhash64(to_utf8('hello'))), to_hex(murmur3(to_utf8('hello')))

-- spooky hashes
SELECT to_hex(spooky_hash_v2_32(to_utf8('hello'))), to_hex(spooky_hash_v2_64(to_utf8('hello')))

-- bucket of a viewer by a fast hash
SELECT abs(from_big_endian_64(xxhash64(to_utf8('viewer-1')))) % 10

-- stems of words
SELECT word_stem('watching'), word_stem('großen', 'de')

-- titles of words
SELECT regexp_replace('new york', '(\w)(\w*)', x -> upper(x[1]) || lower(x[2]))

-- joined array
SELECT concat_ws('-', ARRAY['a', NULL, 'b']), concat_ws(',', CAST(ARRAY[] AS array(varchar)))

-- other names of the parts of a date
SELECT day_of_month(d), dow(d), doy(d), week_of_year(d), yow(d) FROM (VALUES DATE '2026-11-30') AS t (d)

-- offset of a zone
SELECT timezone_hour(TIMESTAMP '2026-01-01 10:00:00 +05:30'), timezone_minute(TIMESTAMP '2026-01-01 10:00:00 +05:30'), timezone_hour(current_timestamp)

-- nanoseconds of an ISO 8601 text
SELECT CAST(from_iso8601_timestamp_nanos('2026-03-04T15:06:07.123456789Z') AS timestamp)

-- interval between two dates
SELECT DATE '2026-01-03' - DATE '2026-01-01', INTERVAL '36' HOUR, INTERVAL '14' MONTH

-- interval in days
SELECT EXTRACT(DAY FROM DATE '2026-03-03' - DATE '2026-01-01'), EXTRACT(HOUR FROM INTERVAL '36' HOUR)

-- time of day
SELECT CAST(TIMESTAMP '2026-01-01 10:20:30.250' AS time), TIME '10:20:30', hour(TIME '10:20:30')

-- set operations that keep equal rows
SELECT x FROM (VALUES 1, 1, 2) AS t (x) EXCEPT ALL SELECT 1

-- frame by groups
SELECT x, sum(x) OVER (ORDER BY x GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM (VALUES 1, 1, 2, 4) AS t (x) ORDER BY x

-- frame by an interval
SELECT d, count(*) OVER (ORDER BY d RANGE BETWEEN INTERVAL '2' DAY PRECEDING AND CURRENT ROW) FROM (VALUES DATE '2026-01-01', DATE '2026-01-02', DATE '2026-01-05') AS t (d) ORDER BY d

-- named window with a frame
SELECT x, max(x) OVER (w ROWS 1 PRECEDING) FROM (VALUES 3, 1, 2) AS t (x) WINDOW w AS (ORDER BY x) ORDER BY x

-- JSON built from values
SELECT json_object('a' : 1, 'b' : 'x'), json_array(1, 'a', true)

-- table of JSON
SELECT id, name FROM JSON_TABLE('[{"id": 1, "name": "a"}, {"id": 2, "name": "b"}]', 'lax $[*]' COLUMNS (id integer PATH 'lax $.id', name varchar PATH 'lax $.name'))

-- hashes of long texts
SELECT to_hex(xxhash64(to_utf8(x))), to_hex(murmur3(to_utf8(x))) FROM (VALUES '', 'abcdefgh', 'abcdefghijklmnopqrstuvwxyz', rpad('', 100, 'xyz'), rpad('', 64, 'ab')) AS t (x)

-- tails of distributions
SELECT normal_cdf(0, 1, x), t_cdf(x, 3), t_pdf(x, 3) FROM (VALUES -6e0, -3e0, -1e0, 0e0, 0.5e0, 3e0, 5e0) AS t (x)

-- numbers for readers in every size
SELECT format_number(x) FROM (VALUES 0, 999, 1234, 12250, 12350, 999999, 1555500, -1500, 123456789012) AS t (x)
