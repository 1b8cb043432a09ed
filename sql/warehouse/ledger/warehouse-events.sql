-- The audited events received in a span that the warehouse shows, each once per period.
-- events-due-in-warehouse.sql selects the events that it must show.
SELECT DISTINCT received_at - received_at % CAST(:period_ms AS bigint) AS period, event_id
FROM viewing_events
WHERE dt BETWEEN :first_date AND :last_date
  AND received_at >= CAST(:from_ms AS bigint)
  AND received_at < CAST(:to_ms AS bigint)
  AND event_ts >= received_at - 3600000
  AND event_id LIKE :audited;
