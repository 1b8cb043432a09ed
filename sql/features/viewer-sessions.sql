-- One row per known viewer: every playback that began between two dates and ended before :until_ms, as parallel lists.
-- domain/features/rebuild.ts turns them into profiles.
UNLOAD (
  SELECT
    viewer_id,
    array_agg(session_id ORDER BY session_id, content_id) AS session_ids,
    array_agg(content_id ORDER BY session_id, content_id) AS content_ids,
    array_agg(device_type ORDER BY session_id, content_id) AS device_types,
    array_agg(started_at ORDER BY session_id, content_id) AS started_ats,
    array_agg(ended_at ORDER BY session_id, content_id) AS ended_ats,
    array_agg(last_played_at ORDER BY session_id, content_id) AS last_played_ats,
    array_agg(playing_ms ORDER BY session_id, content_id) AS playing_mss,
    array_agg(completed ORDER BY session_id, content_id) AS completeds,
    array_agg(CASE WHEN stream_type = 'live' THEN NULL ELSE last_playhead_ms END ORDER BY session_id, content_id) AS position_mss
  FROM sessions
  WHERE dt BETWEEN :first_date AND :last_date
    AND ended_at < :until_ms
    AND playing_ms > 0
    AND viewer_id IS NOT NULL
    AND viewer_id NOT IN (SELECT viewer_id FROM erased_viewers WHERE viewer_id IS NOT NULL)
  GROUP BY viewer_id
) TO '{location}' WITH (format = 'PARQUET', compression = 'SNAPPY')
