-- The dates of the events that arrived from :first_arrival to :last_arrival: curation rewrites these dates.
SELECT DISTINCT date_format(from_unixtime(event_ts / 1000), '%Y-%m-%d') AS dt
FROM raw_viewing_events
WHERE dt BETWEEN :first_arrival AND :last_arrival AND event_id IS NOT NULL
ORDER BY dt
