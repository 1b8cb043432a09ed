-- The training examples of a date without a viewer: every other row as it is.
UNLOAD (
  SELECT
    session_id, viewer_id, content_id, started_at, known_until, device_type, country, stream_type, hour_of_day,
    day_of_week, viewer_sessions_28d, viewer_playing_ms_28d, viewer_completions_28d, viewer_titles_28d,
    viewer_last_started_at, viewer_watched_title_28d, title_plays_28d, title_completions_28d,
    title_playing_ms_28d, label_played, label_playing_ms, label_completed
  FROM training_examples
  WHERE dt = :dt
    AND (
      viewer_id IS NULL
      OR viewer_id NOT IN (SELECT viewer_id FROM erased_viewers WHERE request_id = :request_id AND viewer_id IS NOT NULL)
    )
) TO '{location}' WITH (format = 'PARQUET', compression = 'ZSTD')
