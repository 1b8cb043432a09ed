-- Viewing by title, country and device class in the week from :monday to :sunday. A null country or device_type means all
-- of them; the country ZZ means unknown. A live channel has no end, so the two ratios cover video on demand only. A playback
-- is abandoned if it began to play and the viewer, not a failure, ended it before the end. unique_viewers counts known viewers
-- who played some of the title: anonymous ones cannot be told apart.
UNLOAD (
  WITH week AS (
    SELECT
      content_id, coalesce(country, 'ZZ') AS country, device_type, viewer_id, playing_ms, attempted, played,
      completed AND stream_type = 'vod' AS completed,
      played AND stream_type = 'vod' AS can_complete,
      played AND stream_type = 'vod' AND NOT completed AND NOT playback_failed AS abandoned
    FROM sessions
    WHERE dt BETWEEN :monday AND :sunday
  )
  SELECT
    content_id,
    country,
    device_type,
    CAST(count_if(attempted) AS bigint) AS attempts,
    CAST(count_if(played) AS bigint) AS starts,
    CAST(count_if(completed) AS bigint) AS completions,
    CAST(count_if(abandoned) AS bigint) AS abandonments,
    sum(playing_ms) / 3600000e0 AS viewing_hours,
    count(DISTINCT CASE WHEN playing_ms > 0 THEN viewer_id END) AS unique_viewers,
    CAST(count_if(completed) AS double) / nullif(count_if(can_complete), 0) AS completion_ratio,
    CAST(count_if(abandoned) AS double) / nullif(count_if(can_complete), 0) AS abandonment_ratio
  FROM week
  GROUP BY GROUPING SETS (
    (content_id),
    (content_id, country),
    (content_id, device_type),
    (content_id, country, device_type)
  )
) TO '{location}' WITH (format = 'PARQUET', compression = 'ZSTD')
