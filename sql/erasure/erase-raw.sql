-- Objects of raw that arrived in one hour, without a viewer: every other row as it is. A watermark has no viewer.
UNLOAD (
  SELECT
    event_id, event, event_ts, sequence, session_id, content_id, viewer_id, viewer_key_id, interval_ms, state,
    playhead_ms, playback_rate, device_type, platform, app_version, country, cdn, stream_type, bitrate_kbps,
    throughput_kbps, buffer_ms, stall_count, stall_ms, startup_ms, dropped_frames, error_code, error_fatal,
    error_business, experiments, received_at, client_event_ts
  FROM raw_viewing_events
  WHERE dt = :dt
    AND hour = :hour
    AND "$path" IN (:paths)
    AND (
      viewer_id IS NULL
      OR viewer_id NOT IN (SELECT viewer_id FROM erased_viewers WHERE request_id = :request_id AND viewer_id IS NOT NULL)
    )
) TO '{location}' WITH (format = 'PARQUET', compression = 'SNAPPY')
