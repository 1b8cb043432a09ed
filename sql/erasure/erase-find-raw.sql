-- The objects of raw that arrived from :first_arrival to :last_arrival and hold a viewer, and how many of their rows. Pseudonyms are
-- read from where the request laid them: they stand in no statement, and so in no history of queries.
SELECT "$path" AS path, count(*) AS held
FROM raw_viewing_events
WHERE dt BETWEEN :first_arrival AND :last_arrival
  AND viewer_id IN (SELECT viewer_id FROM erased_viewers WHERE request_id = :request_id)
GROUP BY "$path"
ORDER BY path
