-- The audited events received from :from_ms to :to_ms (not included), epoch ms, that lie raw in the lake, each once a period.
-- Read is from a quarter of an hour before: an object lies under the hour in which its first record came.
SELECT DISTINCT received_at - received_at % :period_ms AS period, event_id
FROM raw_viewing_events
WHERE dt >= :arrival_date
  AND (dt > :arrival_date OR hour >= :arrival_hour)
  AND received_at >= :from_ms
  AND received_at < :to_ms
  AND event_id LIKE :audited
