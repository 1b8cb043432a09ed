-- The objects of raw that arrived from :first_arrival to :last_arrival and hold rows of a viewer, and how many. The
-- pseudonyms are read from the table that the request wrote, so they appear in no statement and no query history.
SELECT "$path" AS path, count(*) AS held
FROM raw_viewing_events
WHERE dt BETWEEN :first_arrival AND :last_arrival
  AND viewer_id IN (SELECT viewer_id FROM erased_viewers WHERE request_id = :request_id)
GROUP BY "$path"
ORDER BY path
