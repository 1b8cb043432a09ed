-- parts of a date
SELECT year(d), quarter(d), month(d), week(d), day(d), day_of_week(d), day_of_year(d), year_of_week(d)
FROM (VALUES DATE '2026-01-01', DATE '2027-01-01', DATE '2024-02-29', NULL) AS t (d)
ORDER BY d

-- parts of a timestamp
SELECT hour(t), minute(t), second(t), millisecond(t) FROM (VALUES TIMESTAMP '2026-11-30 23:59:58.250') AS x (t)

-- EXTRACT of every field
SELECT
  EXTRACT(YEAR FROM t), EXTRACT(QUARTER FROM t), EXTRACT(MONTH FROM t), EXTRACT(WEEK FROM t), EXTRACT(DAY FROM t),
  EXTRACT(DOW FROM t), EXTRACT(DOY FROM t), EXTRACT(YOW FROM t), EXTRACT(HOUR FROM t), EXTRACT(MINUTE FROM t),
  EXTRACT(SECOND FROM t)
FROM (VALUES TIMESTAMP '2026-11-29 13:14:15') AS x (t)

-- truncation of timestamps
SELECT u, CASE u
  WHEN 'second' THEN date_trunc('second', t) WHEN 'minute' THEN date_trunc('minute', t)
  WHEN 'hour' THEN date_trunc('hour', t) WHEN 'day' THEN date_trunc('day', t)
  WHEN 'week' THEN date_trunc('week', t) WHEN 'month' THEN date_trunc('month', t)
  WHEN 'quarter' THEN date_trunc('quarter', t) ELSE date_trunc('year', t) END
FROM (VALUES TIMESTAMP '2026-11-29 13:14:15.678') AS x (t)
CROSS JOIN (VALUES 'second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year') AS y (u)

-- events by hour of epoch milliseconds
SELECT date_trunc('hour', from_unixtime(ms / 1000)) AS hour, count(*) AS events
FROM (VALUES 1796073240000, 1796073300000, 1796076900123, NULL) AS t (ms)
GROUP BY 1 ORDER BY 1

-- epoch milliseconds as a date
SELECT CAST(from_unixtime(1796073240123 / 1e3) AS date), date(from_unixtime(1796073240))

-- dates added across the end of a month
SELECT date_add('month', 1, DATE '2026-01-31'), date_add('year', 1, DATE '2024-02-29'), date_add('week', -1, DATE '2026-01-03'), date_add('day', 400, DATE '2026-01-01')

-- times added to timestamps
SELECT date_add('millisecond', 1, t), date_add('second', -1, t), date_add('minute', 61, t), date_add('hour', 25, t), date_add('quarter', 2, t)
FROM (VALUES TIMESTAMP '2026-08-31 00:00:00.000') AS x (t)

-- complete units between dates
SELECT date_diff('day', a, b), date_diff('week', a, b), date_diff('month', a, b), date_diff('quarter', a, b), date_diff('year', a, b)
FROM (VALUES (DATE '2025-01-31', DATE '2026-01-30'), (DATE '2026-03-31', DATE '2026-02-28'), (DATE '2024-02-29', DATE '2025-02-28')) AS t (a, b)

-- complete units between timestamps
SELECT date_diff('millisecond', a, b), date_diff('second', a, b), date_diff('minute', a, b), date_diff('hour', a, b), date_diff('day', a, b), date_diff('month', a, b)
FROM (VALUES (TIMESTAMP '2026-01-01 10:00:00.500', TIMESTAMP '2026-02-01 09:59:59'), (TIMESTAMP '2026-02-01 10:00:00', TIMESTAMP '2026-01-01 11:00:00')) AS t (a, b)

-- intervals
SELECT DATE '2026-01-31' + INTERVAL '1' MONTH, TIMESTAMP '2026-01-01 00:00:00' - INTERVAL '90' MINUTE, DATE '2026-03-01' - INTERVAL '1' DAY, TIMESTAMP '2026-01-01 00:00:00' + 3 * INTERVAL '8' HOUR

-- last day of a month
SELECT last_day_of_month(DATE '2024-02-10'), last_day_of_month(TIMESTAMP '2026-12-01 05:00:00')

-- dates formatted
SELECT date_format(t, '%Y-%m-%d %H:%i:%s'), date_format(t, '%W %M %e %y'), date_format(t, '%a %b %c %l %p'), date_format(t, '%j %T %r'), date_format(t, '%x-%v')
FROM (VALUES TIMESTAMP '2026-03-04 15:06:07.891') AS x (t)

-- fractions formatted
SELECT date_format(TIMESTAMP '2026-03-04 15:06:07.891', '%f')

-- dates parsed
SELECT date_parse('04/03/2026', '%d/%m/%Y'), date_parse('2026-03-04 15:06:07', '%Y-%m-%d %H:%i:%s'), date_parse('20260304', '%Y%m%d'), date_parse('Mar 4 2026', '%b %e %Y')

-- format_datetime with Joda patterns
SELECT format_datetime(t, 'yyyy-MM-dd HH:mm:ss'), format_datetime(t, 'EEE, dd MMM yyyy'), format_datetime(t, 'hh:mm a'), format_datetime(t, 'yyyyMMdd''T''HHmmss.SSS')
FROM (VALUES TIMESTAMP '2026-03-04 15:06:07.891') AS x (t)

-- parse_datetime with Joda patterns
SELECT CAST(parse_datetime('2026-03-04 15:06', 'yyyy-MM-dd HH:mm') AS timestamp)

-- ISO 8601 texts
SELECT from_iso8601_date('2026-03-04'), CAST(from_iso8601_timestamp('2026-03-04T15:06:07Z') AS timestamp)

-- ISO 8601 text with an offset
SELECT CAST(from_iso8601_timestamp('2026-03-04T15:06:07.250+02:00') AS timestamp)

-- dates as ISO 8601
SELECT to_iso8601(DATE '2026-03-04'), to_iso8601(TIMESTAMP '2026-03-04 15:06:07.250')

-- unix time of a timestamp
SELECT to_unixtime(TIMESTAMP '2026-03-04 15:06:07.250'), to_unixtime(from_unixtime(1.5e0))

-- unix time in nanoseconds
SELECT CAST(from_unixtime_nanos(1796073240123456789) AS timestamp)

-- sequence of dates with a step of a day
SELECT d FROM UNNEST(sequence(DATE '2026-02-26', DATE '2026-03-02', INTERVAL '1' DAY)) AS t (d)

-- sequence of dates without a step
SELECT sequence(DATE '2026-02-27', DATE '2026-03-01')

-- sequence of dates with a step of a month
SELECT sequence(DATE '2026-01-01', DATE '2026-04-01', INTERVAL '1' MONTH)

-- sequence of timestamps
SELECT t FROM UNNEST(sequence(TIMESTAMP '2026-01-01 22:00:00', TIMESTAMP '2026-01-02 02:00:00', INTERVAL '2' HOUR)) AS x (t)

-- days without events
SELECT d.day, coalesce(e.events, 0) AS events
FROM UNNEST(sequence(DATE '2026-01-01', DATE '2026-01-04', INTERVAL '1' DAY)) AS d (day)
LEFT JOIN (VALUES (DATE '2026-01-02', 5), (DATE '2026-01-04', 7)) AS e (day, events) ON e.day = d.day
ORDER BY d.day

-- comparison of dates and timestamps
SELECT DATE '2026-01-02' > DATE '2026-01-01', DATE '2026-01-01' = TIMESTAMP '2026-01-01 00:00:00', DATE '2026-01-01' BETWEEN DATE '2025-12-31' AND DATE '2026-01-01'

-- minimum and maximum of dates
SELECT min(d), max(d), count(d) FROM (VALUES DATE '2026-01-02', DATE '2025-01-01', NULL) AS t (d)

-- weekday names of a week
SELECT date_format(d, '%W'), day_of_week(d) FROM UNNEST(sequence(DATE '2026-01-05', DATE '2026-01-11', INTERVAL '1' DAY)) AS t (d) ORDER BY d

-- humanized durations
SELECT human_readable_seconds(96), human_readable_seconds(3762)

-- milliseconds of an interval
SELECT to_milliseconds(INTERVAL '1' DAY), to_milliseconds(INTERVAL '90' SECOND)
