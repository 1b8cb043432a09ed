-- Rewrites the sessions of a date without a viewer's rows. Other rows stay unchanged.
UNLOAD (
  SELECT {sessions.columns}
  FROM sessions
  WHERE dt = :dt
    AND (
      viewer_id IS NULL
      OR viewer_id NOT IN (SELECT viewer_id FROM erased_viewers WHERE request_id = :request_id AND viewer_id IS NOT NULL)
    )
) TO '{location}' WITH (format = 'PARQUET', compression = 'ZSTD')
