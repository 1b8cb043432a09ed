-- One row an event of a date, or of a slice of one: from :from_ms to :to_ms (not included), epoch ms.
-- Copies of an event differ where its clock was corrected by another request; the one received first counts.
-- Of copies in one request the least counts, column by column: a date that is written again is written the same.
-- A copy may say that it happened on the other side of the border: the hour to either side is looked at, too.
UNLOAD (
  WITH copies AS (
    SELECT
      event_id, event, event_ts, sequence, session_id, content_id, viewer_id, viewer_key_id, interval_ms, state,
      playhead_ms, playback_rate, device_type, platform, app_version, country, cdn, stream_type, bitrate_kbps,
      throughput_kbps, buffer_ms, stall_count, stall_ms, startup_ms, dropped_frames, error_code, error_fatal,
      error_business, experiments, received_at, client_event_ts,
      row_number() OVER (
        PARTITION BY event_id
        ORDER BY
          received_at, event_ts, session_id, sequence, event, content_id, viewer_id, viewer_key_id, interval_ms, state,
          playhead_ms, playback_rate, device_type, platform, app_version, country, cdn, stream_type, bitrate_kbps,
          throughput_kbps, buffer_ms, stall_count, stall_ms, startup_ms, dropped_frames, error_code, error_fatal,
          error_business, experiments, client_event_ts
      ) AS copy
    FROM raw_viewing_events
    WHERE dt BETWEEN :first_arrival AND :last_arrival
      AND event_id IS NOT NULL
      AND event_ts >= :from_ms - 3600000
      AND event_ts < :to_ms + 3600000
  )
  SELECT
    event_id, event, event_ts, sequence, session_id, content_id, viewer_id, viewer_key_id, interval_ms, state,
    playhead_ms, playback_rate, device_type, platform, app_version, country, cdn, stream_type, bitrate_kbps,
    throughput_kbps, buffer_ms, stall_count, stall_ms, startup_ms, dropped_frames, error_code, error_fatal,
    error_business, experiments, received_at, client_event_ts
  FROM copies
  WHERE copy = 1
    AND event_ts >= :from_ms
    AND event_ts < :to_ms
    AND viewer_id NOT IN (SELECT viewer_id FROM erased_viewers WHERE viewer_id IS NOT NULL)
) TO '{location}' WITH (format = 'PARQUET', compression = 'ZSTD')
