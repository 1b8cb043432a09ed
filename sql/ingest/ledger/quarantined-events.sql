-- The audited events received from :from_ms to :to_ms (exclusive), epoch ms, that were refused and are in the quarantine.
SELECT DISTINCT received_at - received_at % :period_ms AS period, lower(event_id) AS event_id
FROM quarantined_events
WHERE dt >= :arrival_date
  AND (dt > :arrival_date OR hour >= :arrival_hour)
  AND received_at >= :from_ms
  AND received_at < :to_ms
  AND lower(event_id) LIKE :audited
