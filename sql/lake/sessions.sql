-- One row per playback that began between :from_ms and :to_ms (exclusive). domain/lake/fold-sessions.ts is its reference.
-- The date before shows which sessions began earlier, the date after how sessions continued. Later events are ignored.
UNLOAD (
  WITH ordered AS (
    SELECT
      *,
      -- Rounded to whole ms per interval: sums of doubles depend on the order, and a repeated query must give the same result.
      CASE WHEN state = 'playing'
        THEN CAST(round(interval_ms * coalesce(playback_rate, 1e0)) AS bigint) ELSE 0 END AS media_ms,
      row_number() OVER in_order AS ordinal,
      -- An event that was resent with an old sent_at may be stored at two times: its copies share a sequence, so they are
      -- adjacent.
      coalesce(lag(event_id) OVER in_order = event_id, false) AS is_copy
    FROM viewing_events
    WHERE dt BETWEEN :day_before AND :day_after
    WINDOW in_order AS (PARTITION BY session_id ORDER BY sequence, event_ts, event_id)
  ),
  folded AS (
    SELECT
      session_id,
      min_by(content_id, ordinal) AS content_id,
      min_by(viewer_id, ordinal) AS viewer_id,
      min_by(viewer_key_id, ordinal) AS viewer_key_id,
      min_by(device_type, ordinal) AS device_type,
      min_by(platform, ordinal) FILTER (WHERE platform IS NOT NULL) AS platform,
      min_by(app_version, ordinal) FILTER (WHERE app_version IS NOT NULL) AS app_version,
      min_by(country, ordinal) FILTER (WHERE country IS NOT NULL) AS country,
      min_by(cdn, ordinal) FILTER (WHERE cdn IS NOT NULL) AS cdn,
      min_by(stream_type, ordinal) AS stream_type,
      min_by(experiments, ordinal) FILTER (WHERE experiments IS NOT NULL) AS experiments,
      min(event_ts) AS started_at,
      max(event_ts) AS ended_at,
      max(received_at) AS last_received_at,
      bool_or(event = 'play_request') AS attempted,
      coalesce(bool_or((event = 'playing' AND startup_ms IS NOT NULL) OR state IN ('playing', 'rebuffering')), false) AS has_frame,
      coalesce(bool_or(error_fatal), false) AS has_fatal,
      coalesce(bool_or(error_fatal AND NOT coalesce(error_business, false)), false) AS has_failed,
      bool_or(event = 'ended') AS has_ended,
      min_by(startup_ms, ordinal) FILTER (WHERE event = 'playing' AND startup_ms IS NOT NULL) AS startup_ms,
      sum(CASE WHEN state = 'starting' THEN CAST(interval_ms AS bigint) ELSE 0 END) AS starting_ms,
      sum(CASE WHEN state = 'playing' THEN CAST(interval_ms AS bigint) ELSE 0 END) AS playing_ms,
      sum(CASE WHEN state = 'rebuffering' THEN CAST(interval_ms AS bigint) ELSE 0 END) AS rebuffering_ms,
      sum(CASE WHEN state = 'seeking' THEN CAST(interval_ms AS bigint) ELSE 0 END) AS seeking_ms,
      sum(CASE WHEN state = 'paused' THEN CAST(interval_ms AS bigint) ELSE 0 END) AS paused_ms,
      sum(CASE WHEN event = 'buffer_start' THEN 1 ELSE 0 END) AS buffer_starts,
      coalesce(max(stall_count), 0) AS reported_stall_count,
      coalesce(max(stall_ms), 0) AS reported_stall_ms,
      sum(media_ms) AS media_ms,
      sum(CASE WHEN bitrate_kbps IS NOT NULL THEN media_ms ELSE 0 END) AS rated_media_ms,
      sum(coalesce(bitrate_kbps, 0) * media_ms) AS bitrate_media,
      max_by(playhead_ms, ordinal) FILTER (WHERE playhead_ms IS NOT NULL) AS last_playhead_ms,
      count(DISTINCT sequence) AS events,
      max(sequence) + 1 AS expected_events
    FROM ordered
    WHERE NOT is_copy
    GROUP BY session_id
  )
  SELECT
    session_id,
    content_id,
    viewer_id,
    viewer_key_id,
    device_type,
    platform,
    app_version,
    country,
    cdn,
    stream_type,
    experiments,
    started_at,
    ended_at,
    last_received_at,
    attempted,
    attempted AND has_frame AS played,
    attempted AND NOT has_frame AND NOT has_fatal AS exited_before_start,
    attempted AND NOT has_frame AND has_failed AS start_failed,
    attempted AND NOT has_frame AND has_fatal AND NOT has_failed AS business_stopped,
    attempted AND has_failed AS playback_failed,
    attempted AND has_frame AND has_ended AS completed,
    startup_ms,
    CAST(starting_ms AS bigint) AS starting_ms,
    CAST(playing_ms AS bigint) AS playing_ms,
    CAST(rebuffering_ms AS bigint) AS rebuffering_ms,
    CAST(seeking_ms AS bigint) AS seeking_ms,
    CAST(paused_ms AS bigint) AS paused_ms,
    CAST(greatest(reported_stall_count, buffer_starts) AS bigint) AS stall_count,
    CAST(greatest(reported_stall_ms, rebuffering_ms) AS bigint) AS stall_ms,
    CAST(starting_ms + playing_ms + greatest(reported_stall_ms, rebuffering_ms) + seeking_ms AS bigint) AS watched_ms,
    CAST(media_ms AS bigint) AS media_ms,
    CAST(rated_media_ms AS bigint) AS rated_media_ms,
    CAST(bitrate_media AS bigint) AS bitrate_media,
    last_playhead_ms,
    CAST(events AS bigint) AS events,
    CAST(expected_events AS bigint) AS expected_events
  FROM folded
  WHERE started_at >= :from_ms AND started_at < :to_ms
) TO '{location}' WITH (format = 'PARQUET', compression = 'ZSTD')
