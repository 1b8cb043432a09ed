-- name: Planning: a title by country
-- description: One title's viewing by week and country. Parameters: title, first Monday, last Monday.
SELECT week, country, viewing_hours, starts, unique_viewers, completion_ratio
FROM content_weekly
WHERE content_id = ? AND week BETWEEN ? AND ? AND country IS NOT NULL AND device_type IS NULL
ORDER BY week, viewing_hours DESC
