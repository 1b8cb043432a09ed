-- Refolds every session that has a fresh event, from all of its events. domain/lake/fold-sessions.ts is the reference;
-- sql/lake/sessions.sql computes the same for a whole date.
DELETE FROM mirror.sessions WHERE session_id IN (SELECT session_id FROM fresh);

INSERT INTO mirror.sessions ({session_names}, dt)
WITH ordered AS (
  SELECT
    {event_names},
    -- Rounded to whole ms per interval, because sums of doubles depend on the order.
    CASE WHEN state = 'playing' THEN CAST(floor(interval_ms * coalesce(playback_rate, 1e0) + 0.5e0) AS bigint) ELSE 0 END AS media_ms,
    row_number() OVER (PARTITION BY session_id ORDER BY sequence, event_ts, event_id) AS ordinal
  FROM mirror.kept_events
  WHERE session_id IN (SELECT session_id FROM fresh)
),
marked AS (
  SELECT
    session_id,
    min(CASE WHEN platform IS NOT NULL THEN ordinal END) AS platform_at,
    min(CASE WHEN app_version IS NOT NULL THEN ordinal END) AS app_version_at,
    min(CASE WHEN country IS NOT NULL THEN ordinal END) AS country_at,
    min(CASE WHEN cdn IS NOT NULL THEN ordinal END) AS cdn_at,
    min(CASE WHEN experiments IS NOT NULL THEN ordinal END) AS experiments_at,
    min(CASE WHEN event = 'playing' AND startup_ms IS NOT NULL THEN ordinal END) AS startup_at,
    max(CASE WHEN playhead_ms IS NOT NULL THEN ordinal END) AS playhead_at
  FROM ordered
  GROUP BY session_id
),
folded AS (
  SELECT
    ordered.session_id,
    max(CASE WHEN ordinal = 1 THEN content_id END) AS content_id,
    max(CASE WHEN ordinal = 1 THEN viewer_id END) AS viewer_id,
    max(CASE WHEN ordinal = 1 THEN viewer_key_id END) AS viewer_key_id,
    max(CASE WHEN ordinal = 1 THEN device_type END) AS device_type,
    max(CASE WHEN ordinal = platform_at THEN platform END) AS platform,
    max(CASE WHEN ordinal = app_version_at THEN app_version END) AS app_version,
    max(CASE WHEN ordinal = country_at THEN country END) AS country,
    max(CASE WHEN ordinal = cdn_at THEN cdn END) AS cdn,
    max(CASE WHEN ordinal = 1 THEN stream_type END) AS stream_type,
    max(experiments_at) AS experiments_at,
    min(event_ts) AS started_at,
    max(event_ts) AS ended_at,
    max(received_at) AS last_received_at,
    coalesce(bool_or(event = 'play_request'), false) AS attempted,
    coalesce(bool_or((event = 'playing' AND startup_ms IS NOT NULL) OR state IN ('playing', 'rebuffering')), false) AS has_frame,
    coalesce(bool_or(error_fatal), false) AS has_fatal,
    coalesce(bool_or(error_fatal AND NOT coalesce(error_business, false)), false) AS has_failed,
    coalesce(bool_or(event = 'ended'), false) AS has_ended,
    max(CASE WHEN ordinal = startup_at THEN startup_ms END) AS startup_ms,
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
    max(CASE WHEN ordinal = playhead_at THEN playhead_ms END) AS last_playhead_ms,
    count(DISTINCT sequence) AS events,
    max(sequence) + 1 AS expected_events
  FROM ordered
  JOIN marked ON marked.session_id = ordered.session_id
  GROUP BY ordered.session_id
)
SELECT
  folded.session_id,
  folded.content_id,
  folded.viewer_id,
  folded.viewer_key_id,
  folded.device_type,
  folded.platform,
  folded.app_version,
  folded.country,
  folded.cdn,
  folded.stream_type,
  exposed.experiments,
  folded.started_at,
  folded.ended_at,
  folded.last_received_at,
  attempted,
  attempted AND has_frame,
  attempted AND NOT has_frame AND NOT has_fatal,
  attempted AND NOT has_frame AND has_failed,
  attempted AND NOT has_frame AND has_fatal AND NOT has_failed,
  attempted AND has_failed,
  attempted AND has_frame AND has_ended,
  folded.startup_ms,
  starting_ms,
  playing_ms,
  rebuffering_ms,
  seeking_ms,
  paused_ms,
  greatest(reported_stall_count, buffer_starts),
  greatest(reported_stall_ms, rebuffering_ms),
  starting_ms + playing_ms + greatest(reported_stall_ms, rebuffering_ms) + seeking_ms,
  folded.media_ms,
  rated_media_ms,
  bitrate_media,
  last_playhead_ms,
  folded.events,
  folded.expected_events,
  days.dt
FROM folded
JOIN mirror.days AS days ON folded.started_at >= days.from_ms AND folded.started_at < days.to_ms
LEFT JOIN ordered AS exposed ON exposed.session_id = folded.session_id AND exposed.ordinal = folded.experiments_at;
