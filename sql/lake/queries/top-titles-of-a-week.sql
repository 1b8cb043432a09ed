-- name: Planning: the titles most watched in a week
-- description: Viewing hours, starts, completion and abandonment by title. Parameter: the Monday of the week.
SELECT content_id, viewing_hours, starts, unique_viewers, completion_ratio, abandonment_ratio
FROM content_weekly
WHERE week = ? AND country IS NULL AND device_type IS NULL
ORDER BY viewing_hours DESC, content_id
LIMIT 100
