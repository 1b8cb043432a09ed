-- The dates from :first_date to :last_date for which curated tables hold rows of a viewer, and how many.
WITH viewers AS (
  SELECT DISTINCT viewer_id FROM erased_viewers WHERE request_id = :request_id
)
SELECT 'viewing_events' AS held_in, dt, count(*) AS held
FROM viewing_events
WHERE dt BETWEEN :first_date AND :last_date AND viewer_id IN (SELECT viewer_id FROM viewers)
GROUP BY dt
UNION ALL
SELECT 'sessions' AS held_in, dt, count(*) AS held
FROM sessions
WHERE dt BETWEEN :first_date AND :last_date AND viewer_id IN (SELECT viewer_id FROM viewers)
GROUP BY dt
UNION ALL
SELECT 'training_examples' AS held_in, dt, count(*) AS held
FROM training_examples
WHERE dt BETWEEN :first_date AND :last_date AND viewer_id IN (SELECT viewer_id FROM viewers)
GROUP BY dt
ORDER BY 1, 2
