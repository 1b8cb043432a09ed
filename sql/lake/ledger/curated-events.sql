-- By period of receipt: how many audited events arrived in the raw table, and how many of them curation accounts for, with a
-- row or because their viewer was erased. Events that happened more than an hour before their receipt are left out: finding
-- them would require reading a month of dates.
WITH arrived AS (
  SELECT DISTINCT received_at - received_at % :period_ms AS period, event_id, viewer_id
  FROM raw_viewing_events
  WHERE dt >= :arrival_date
    AND (dt > :arrival_date OR hour >= :arrival_hour)
    AND received_at >= :from_ms
    AND received_at < :to_ms
    AND event_id LIKE :audited
    AND event_ts >= received_at - 3600000
),
curated AS (
  SELECT DISTINCT event_id
  FROM viewing_events
  WHERE dt BETWEEN :first_date AND :last_date
    AND event_ts >= :from_ms - 7200000
    AND event_ts < :to_ms + 7200000
    AND event_id LIKE :audited
),
erased AS (
  SELECT DISTINCT viewer_id FROM erased_viewers
)
SELECT
  arrived.period,
  count(DISTINCT arrived.event_id) AS arrived,
  count(DISTINCT CASE
    WHEN curated.event_id IS NOT NULL OR erased.viewer_id IS NOT NULL THEN arrived.event_id
  END) AS accounted_for
FROM arrived
LEFT JOIN curated ON curated.event_id = arrived.event_id
LEFT JOIN erased ON erased.viewer_id = arrived.viewer_id
GROUP BY arrived.period
