-- Viewing by title, country and device class in the week from :monday to :sunday; a null country or device_type stands
-- for all of them, and the country ZZ for one that is not known. A live channel has no end to reach: the two ratios are of
-- video on demand. Abandoned is what began to play and was left before its end, by the viewer and not by a failure. A viewer
-- counts who saw some of it.
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
