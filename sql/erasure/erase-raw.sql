-- Rewrites objects of raw that arrived in one hour without a viewer's rows. Other rows stay unchanged; a watermark has no
-- viewer.
UNLOAD (
  SELECT
    {raw_viewing_events.columns}
  FROM raw_viewing_events
  WHERE dt = :dt
    AND hour = :hour
    AND "$path" IN (:paths)
    AND (
      viewer_id IS NULL
      OR viewer_id NOT IN (SELECT viewer_id FROM erased_viewers WHERE request_id = :request_id AND viewer_id IS NOT NULL)
    )
) TO '{location}' WITH (format = 'PARQUET', compression = 'SNAPPY')
