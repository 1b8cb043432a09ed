-- The audited events received from :from_ms to :to_ms (exclusive), epoch ms, that the warehouse must have, each once per
-- period: the events in the raw table that are anonymous or whose viewer was not erased. Events that happened more than an hour before their
-- receipt are left out: they may be older than the warehouse's seven days.
SELECT DISTINCT received_at - received_at % :period_ms AS period, event_id
FROM raw_viewing_events
WHERE dt >= :arrival_date
  AND (dt > :arrival_date OR hour >= :arrival_hour)
  AND received_at >= :from_ms
  AND received_at < :to_ms
  AND event_ts >= received_at - 3600000
  AND event_id LIKE :audited
  AND (viewer_id IS NULL OR viewer_id NOT IN (SELECT viewer_id FROM erased_viewers WHERE viewer_id IS NOT NULL))
