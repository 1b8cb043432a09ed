-- hour in New York
SELECT hour(TIMESTAMP '2026-01-01 10:00:00' AT TIME ZONE 'America/New_York'), hour(TIMESTAMP '2026-07-01 10:00:00' AT TIME ZONE 'America/New_York')

-- date in Tokyo
SELECT CAST(from_unixtime(1796073240) AT TIME ZONE 'Asia/Tokyo' AS date), date(from_unixtime(1796073240) AT TIME ZONE 'Asia/Tokyo')

-- local timestamp in Berlin
SELECT CAST(from_unixtime(1774746000) AT TIME ZONE 'Europe/Berlin' AS timestamp), CAST(from_unixtime(1774749600) AT TIME ZONE 'Europe/Berlin' AS timestamp)

-- events by local day
SELECT date_trunc('day', CAST(from_unixtime(s) AT TIME ZONE 'America/Los_Angeles' AS timestamp)) AS day, count(*) AS events
FROM (VALUES 1796073240, 1796100000, 1796120000) AS t (s)
GROUP BY 1 ORDER BY 1

-- local hour formatted
SELECT date_format(from_unixtime(1796073240) AT TIME ZONE 'Asia/Kolkata', '%Y-%m-%d %H:%i')

-- truncated in a zone
SELECT CAST(date_trunc('day', from_unixtime(1796073240) AT TIME ZONE 'Asia/Tokyo') AS timestamp)

-- fixed offset
SELECT hour(TIMESTAMP '2026-01-01 10:00:00' AT TIME ZONE '+05:30'), minute(TIMESTAMP '2026-01-01 10:00:00' AT TIME ZONE '+05:30')

-- timestamp literal with a zone
SELECT hour(TIMESTAMP '2026-01-01 10:00:00 Europe/Paris'), to_unixtime(TIMESTAMP '2026-01-01 10:00:00 Europe/Paris')

-- zone of a converted timestamp as text
SELECT CAST(from_unixtime(1796073240) AT TIME ZONE 'America/New_York' AS varchar)

-- converted timestamp
SELECT TIMESTAMP '2026-01-01 10:00:00' AT TIME ZONE 'America/New_York'

-- instant with a zone compared with another
SELECT from_unixtime(0) AT TIME ZONE 'Asia/Tokyo' = from_unixtime(0)

-- at_timezone
SELECT hour(at_timezone(from_unixtime(1796073240), 'Europe/London')), CAST(at_timezone(from_unixtime(1796073240), 'Europe/London') AS timestamp)

-- with_timezone
SELECT to_unixtime(with_timezone(TIMESTAMP '2026-07-01 10:00:00', 'America/New_York'))

-- EXTRACT in a zone
SELECT EXTRACT(DAY FROM from_unixtime(1796073240) AT TIME ZONE 'Pacific/Auckland'), EXTRACT(HOUR FROM from_unixtime(1796073240) AT TIME ZONE 'Pacific/Auckland')

-- timestamp with time zone as text
SELECT CAST(from_unixtime(1796073240) AS varchar), from_unixtime(1796073240)

-- current times agree
SELECT current_date = CAST(current_timestamp AS date), now() = current_timestamp, current_timezone()
