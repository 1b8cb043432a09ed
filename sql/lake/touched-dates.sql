-- The dates of the events that arrived from :first_arrival to :last_arrival, with the number of events, and how many of them
-- were received within an hour after they happened: the ledger expects these in the curated table (curated-events.sql).
SELECT
  date_format(from_unixtime(event_ts / 1000), '%Y-%m-%d') AS dt,
  count(*) AS events,
  count(CASE WHEN event_ts >= received_at - 3600000 THEN 1 END) AS prompt
FROM raw_viewing_events
WHERE dt BETWEEN :first_arrival AND :last_arrival AND event_id IS NOT NULL
GROUP BY 1
ORDER BY 1
