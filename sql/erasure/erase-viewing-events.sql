-- Rewrites the events of a date, or of a slice of a date, without a viewer's rows. Other rows stay unchanged.
UNLOAD (
  SELECT
    {viewing_events.columns}
  FROM viewing_events
  WHERE dt = :dt
    AND event_ts >= :from_ms
    AND event_ts < :to_ms
    AND (
      viewer_id IS NULL
      OR viewer_id NOT IN (SELECT viewer_id FROM erased_viewers WHERE request_id = :request_id AND viewer_id IS NOT NULL)
    )
) TO '{location}' WITH (format = 'PARQUET', compression = 'ZSTD')
