-- One row per attempt of a known viewer on the date :dt. Its features use only what had been received when that date began (:day_start_ms): a
-- session with any later event is left out. The outcome of the attempt is a label, never a feature.
UNLOAD (
  WITH known AS (
    SELECT viewer_id, content_id, started_at, playing_ms, played, completed
    FROM sessions
    WHERE dt BETWEEN :first_known AND :last_known AND last_received_at < :day_start_ms
  ),
  viewers AS (
    SELECT
      viewer_id,
      count(*) AS sessions_28d,
      sum(playing_ms) AS playing_ms_28d,
      count_if(completed) AS completions_28d,
      count(DISTINCT content_id) AS titles_28d,
      max(started_at) AS last_started_at
    FROM known
    GROUP BY viewer_id
  ),
  titles AS (
    SELECT
      content_id,
      count_if(played) AS plays_28d,
      count_if(completed) AS completions_28d,
      sum(playing_ms) AS playing_ms_28d
    FROM known
    GROUP BY content_id
  ),
  watched AS (
    SELECT DISTINCT viewer_id, content_id FROM known WHERE played
  )
  SELECT
    s.session_id,
    s.viewer_id,
    s.content_id,
    s.started_at,
    CAST(:day_start_ms AS bigint) AS known_until,
    s.device_type,
    s.country,
    s.stream_type,
    CAST((s.started_at / 3600000) % 24 AS integer) AS hour_of_day,
    CAST((s.started_at / 86400000 + 3) % 7 + 1 AS integer) AS day_of_week,
    CAST(coalesce(v.sessions_28d, 0) AS bigint) AS viewer_sessions_28d,
    CAST(coalesce(v.playing_ms_28d, 0) AS bigint) AS viewer_playing_ms_28d,
    CAST(coalesce(v.completions_28d, 0) AS bigint) AS viewer_completions_28d,
    CAST(coalesce(v.titles_28d, 0) AS bigint) AS viewer_titles_28d,
    v.last_started_at AS viewer_last_started_at,
    w.viewer_id IS NOT NULL AS viewer_watched_title_28d,
    CAST(coalesce(t.plays_28d, 0) AS bigint) AS title_plays_28d,
    CAST(coalesce(t.completions_28d, 0) AS bigint) AS title_completions_28d,
    CAST(coalesce(t.playing_ms_28d, 0) AS bigint) AS title_playing_ms_28d,
    s.played AS label_played,
    s.playing_ms AS label_playing_ms,
    s.completed AS label_completed
  FROM sessions s
  LEFT JOIN viewers v ON v.viewer_id = s.viewer_id
  LEFT JOIN titles t ON t.content_id = s.content_id
  LEFT JOIN watched w ON w.viewer_id = s.viewer_id AND w.content_id = s.content_id
  WHERE s.dt = :dt AND s.attempted AND s.viewer_id IS NOT NULL
) TO '{location}' WITH (format = 'PARQUET', compression = 'ZSTD')
