-- The audited events received from :from_ms to :to_ms (exclusive), epoch ms, that are in the raw table, each once per period.
-- :arrival_date and :arrival_hour are a quarter of an hour earlier: an object is stored under the hour of its first record.
SELECT DISTINCT received_at - received_at % :period_ms AS period, event_id
FROM raw_viewing_events
WHERE dt >= :arrival_date
  AND (dt > :arrival_date OR hour >= :arrival_hour)
  AND received_at >= :from_ms
  AND received_at < :to_ms
  AND event_id LIKE :audited
