-- texts to numbers
SELECT CAST('12' AS integer), CAST('-7' AS bigint), CAST('1.5' AS double), CAST(' 2.5 ' AS double), CAST('1e3' AS double), CAST('12.345' AS decimal(10, 2))

-- doubles to integers
SELECT CAST(2.5e0 AS integer), CAST(-2.5e0 AS integer), CAST(3.4999e0 AS bigint), CAST(1e10 AS bigint)

-- decimals to integers
SELECT CAST(DECIMAL '2.5' AS integer), CAST(DECIMAL '-2.5' AS integer), CAST(DECIMAL '2.4' AS bigint)

-- decimals to other scales
SELECT CAST(DECIMAL '2.345' AS decimal(10, 2)), CAST(DECIMAL '-2.345' AS decimal(10, 2)), CAST(7 AS decimal(5, 1))

-- doubles to decimals
SELECT CAST(2.345e0 AS decimal(10, 2)), CAST(0.1e0 AS decimal(10, 5)), CAST(1234.5e0 AS decimal(10, 0))

-- numbers to texts
SELECT CAST(12 AS varchar), CAST(DECIMAL '1.50' AS varchar), CAST(true AS varchar), CAST(CAST(5 AS tinyint) AS varchar)

-- doubles to texts
SELECT CAST(x AS varchar) FROM (VALUES 1.5e0, 100e0, 1e7, 1.25e-5, 0e0, -3.0e0, nan(), infinity()) AS t (x)

-- booleans
SELECT CAST('true' AS boolean), CAST('F' AS boolean), CAST(1 AS boolean), CAST(true AS integer), CAST(0e0 AS boolean)

-- dates from texts
SELECT CAST('2026-03-04' AS date), CAST(' 2026-03-04 ' AS date), CAST('2026-03-04 15:06:07.250' AS timestamp), CAST('2026-03-04' AS timestamp)

-- dates to texts
SELECT CAST(DATE '2026-03-04' AS varchar), CAST(from_unixtime(1796073240) AS varchar), CAST(TIMESTAMP '2026-03-04 15:06:07.250' AS varchar)

-- dates and timestamps
SELECT CAST(TIMESTAMP '2026-03-04 15:06:07' AS date), CAST(DATE '2026-03-04' AS timestamp), date('2026-03-04')

-- TRY_CAST
SELECT TRY_CAST('x' AS integer), TRY_CAST('5' AS integer), TRY_CAST('2026-13-01' AS date), TRY_CAST('99999999999' AS integer), TRY_CAST('1e3' AS bigint)

-- TRY of a cast
SELECT TRY(CAST(x AS integer)) FROM (VALUES '1', 'b', '3') AS t (x)

-- TRY of a division
SELECT a, TRY(a / b) FROM (VALUES (6, 3), (1, 0), (NULL, 1)) AS t (a, b)

-- coalesce of TRY
SELECT coalesce(TRY(CAST('x' AS bigint)), -1)

-- text cut to a length
SELECT CAST('abcdef' AS varchar(3)), CAST('ab' AS varchar(5))

-- text padded to a length
SELECT CAST('ab' AS char(4)) || '|'

-- seconds of a timestamp literal as text
SELECT CAST(TIMESTAMP '2026-03-04 15:06:07' AS varchar)

-- casts of arrays
SELECT CAST(ARRAY['1', '2'] AS array(integer)), CAST(ARRAY[1, 2] AS array(varchar)), CAST(ARRAY[1, NULL] AS array(double))

-- casts of rows
SELECT CAST(ROW(1, 'a') AS ROW(id bigint, name varchar)), CAST(ROW(1, 2) AS ROW(a varchar, b double)).a

-- typeof
SELECT typeof(1), typeof(BIGINT '1'), typeof(1e0), typeof(DECIMAL '1.50'), typeof(true), typeof(DATE '2026-01-01'), typeof(ARRAY[1]), typeof(count(*))

-- null of every type
SELECT CAST(NULL AS integer), CAST(NULL AS varchar), CAST(NULL AS date), CAST(NULL AS array(integer))

-- integers wider and narrower
SELECT CAST(127 AS tinyint), CAST(BIGINT '32767' AS smallint), CAST(CAST(5 AS smallint) AS bigint)

-- real numbers
SELECT CAST(1.5e0 AS real), CAST(REAL '2.25' AS double), CAST('0.1' AS real)

-- formatted numbers
SELECT format('%s of %d', 'a', 5), format('%.2f', 2.345e0), format('%05d', 42), format('%,d', 1234567)

-- bases
SELECT to_base(255, 16), to_base(5, 2), from_base('ff', 16), from_base('101', 2)

-- fractions of timestamp literals as text
SELECT CAST(TIMESTAMP '2026-3-4 5:06' AS varchar), CAST(TIMESTAMP '2026-03-04 15:06:07.5' AS varchar), CAST(TIMESTAMP '2026-03-04 15:06:07.123456' AS varchar)
