-- The rows of each erasure request: how many were deleted, and how many are still stored.
SELECT object_key, held_in, sum(removed) AS removed, sum(remaining) AS remaining
FROM (
  SELECT object_key, held_in, removed, 0 AS remaining
  FROM mirror.erased_rows
  UNION ALL
  SELECT erased.object_key, 'viewing_events' AS held_in, 0 AS removed, count(*) AS remaining
  FROM mirror.kept_events AS kept
  JOIN mirror.erased_viewers AS erased ON erased.viewer_id = kept.viewer_id
  GROUP BY erased.object_key
  UNION ALL
  SELECT erased.object_key, 'sessions' AS held_in, 0 AS removed, count(*) AS remaining
  FROM mirror.sessions AS kept
  JOIN mirror.erased_viewers AS erased ON erased.viewer_id = kept.viewer_id
  GROUP BY erased.object_key
) AS counted
GROUP BY object_key, held_in;
