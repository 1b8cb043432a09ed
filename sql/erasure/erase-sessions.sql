-- The sessions of a date without a viewer: every other row as it is.
UNLOAD (
  SELECT
    session_id, content_id, viewer_id, viewer_key_id, device_type, platform, app_version, country, cdn,
    stream_type, experiments, started_at, ended_at, last_received_at, attempted, played, exited_before_start,
    start_failed, business_stopped, playback_failed, completed, startup_ms, starting_ms, playing_ms,
    rebuffering_ms, seeking_ms, paused_ms, stall_count, stall_ms, watched_ms, media_ms, rated_media_ms,
    bitrate_media, last_playhead_ms, events, expected_events
  FROM sessions
  WHERE dt = :dt
    AND (
      viewer_id IS NULL
      OR viewer_id NOT IN (SELECT viewer_id FROM erased_viewers WHERE request_id = :request_id AND viewer_id IS NOT NULL)
    )
) TO '{location}' WITH (format = 'PARQUET', compression = 'ZSTD')
