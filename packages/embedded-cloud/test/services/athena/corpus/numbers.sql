-- integer division
SELECT 7 / 2, -7 / 2, 7 % 3, -7 % 3, mod(-7, 3)

-- division of doubles
SELECT 7e0 / 2, 1e0 / 3, 1e0 / 0, 7 / 2e0

-- division of decimals
SELECT DECIMAL '7.5' / 2, 1.0 / 3, DECIMAL '10.00' / DECIMAL '3.000', 2 / 3.0, -1.0 / 3

-- percentages with decimals
SELECT round(100.0 * played / attempts, 2), 100.0 * played / attempts
FROM (VALUES (1, 3), (2, 3), (49, 50), (0, 7)) AS t (played, attempts)

-- ratio of sums with a decimal factor
SELECT sum(a) * 1.0 / sum(b) FROM (VALUES (1, 3), (4, 5)) AS t (a, b)

-- arithmetic of decimals
SELECT 1.10 + 2.2, 1.10 * 2.2, 5.0 - 0.25, 7.5 % 2, -(1.50), abs(DECIMAL '-1.5')

-- wide decimals
SELECT DECIMAL '12345678901234567890.12' + 1, CAST('99999999999999999999' AS decimal(38, 0)) + 1

-- average of decimals
SELECT avg(x) FROM (VALUES DECIMAL '1.00', DECIMAL '2.50', DECIMAL '2.51') AS t (x)

-- average of integers
SELECT avg(x), sum(x), sum(x) / count(x) FROM (VALUES 1, 2, 4, NULL) AS t (x)

-- rounding
SELECT round(2.5e0), round(-2.5e0), round(2.345e0, 2), round(DECIMAL '2.345', 2), round(1234, -2), round(3)

-- ceil, floor and truncate
SELECT ceil(1.2e0), floor(-1.2e0), ceiling(DECIMAL '1.2'), floor(5), truncate(1.9e0), truncate(-1.9e0)

-- powers and roots
SELECT power(2, 10), sqrt(16), cbrt(27e0), exp(0), pow(2e0, 0.5e0)

-- logarithms
SELECT ln(1), log2(8), log10(1000), log(2, 8)

-- domain errors give NaN
SELECT sqrt(-1), ln(0), ln(-1), log10(0e0)

-- trigonometry
SELECT sin(0), cos(0), atan2(1, 1), degrees(pi()), radians(180)

-- absolute value and sign
SELECT abs(-5), abs(-5e0), sign(-3), sign(0), sign(2.5e0)

-- greatest and least
SELECT greatest(1, 2, 3), least(1.5, 2), greatest(1, NULL), least(2e0, 1)

-- width of a bucket
SELECT width_bucket(5.5e0, 0e0, 10e0, 5), width_bucket(-1e0, 0e0, 10e0, 5), width_bucket(11e0, 0e0, 10e0, 5)

-- bits
SELECT bitwise_and(12, 10), bitwise_or(12, 10), bitwise_xor(12, 10), bitwise_not(5), bit_count(7, 64), bitwise_left_shift(1, 4), bitwise_right_shift(16, 2)

-- not a number
SELECT is_nan(nan()), is_finite(1e0), is_infinite(-infinity())

-- comparison of NaN
SELECT nan() = nan(), nan() > 1e0

-- large integers
SELECT 9223372036854775807, -9223372036854775808, 2147483647 + BIGINT '1'

-- division by nullif
SELECT 10 / nullif(0, 0), 10e0 / nullif(0, 0)

-- modulus of doubles
SELECT 5.5e0 % 2, mod(-5.5e0, 2e0)

-- constants
SELECT round(e(), 5), round(pi(), 5), infinity(), -infinity()

-- exponents in results
SELECT 1e7, 1.5e10, 1e-4, 123456.789e0, 1e21, 5e-324, 0.001e0, 9999999e0
