-- Refolds every session that has a fresh event, from all of its events. docs/playback.md explains the rules;
-- domain/lake/fold-sessions.ts is the reference; sql/lake/sessions.sql computes the same for a whole date.
DELETE FROM mirror.sessions WHERE session_id IN (SELECT session_id FROM fresh);

INSERT INTO mirror.sessions ({session_names}, dt)
WITH ordered AS (
  SELECT
    {event_names},
    coalesce(client_event_ts, event_ts) AS client_at
  FROM mirror.kept_events
  WHERE session_id IN (SELECT session_id FROM fresh)
),
-- Every event at its time by the playback's clock.
timed AS (
  SELECT
    *,
    client_at + coalesce(
      min(clock_offset_ms) OVER (PARTITION BY session_id, content_id, viewer_id),
      min(event_ts - client_at) OVER (PARTITION BY session_id, content_id, viewer_id)
    ) AS happened_at
  FROM ordered
),
bounded AS (
  SELECT
    *,
    row_number() OVER (PARTITION BY session_id, content_id, viewer_id ORDER BY sequence, happened_at, event_id) AS ordinal,
    happened_at - coalesce(interval_ms, 0) AS began_at,
    CASE WHEN ad_break_id IS NULL OR state IS NULL THEN state ELSE 'ad' END AS spent,
    min(CASE WHEN event = 'play_request' THEN happened_at END) OVER (PARTITION BY session_id, content_id, viewer_id) AS first_request,
    min(CASE WHEN event IN ('quit', 'ended') OR (event = 'error' AND error_fatal) THEN happened_at END) OVER (PARTITION BY session_id, content_id, viewer_id) AS end_at
  FROM timed
),
-- The claim of each event: its interval, cut to the bounds of the playback.
cut AS (
  SELECT
    *,
    coalesce(happened_at <= end_at, true) AS is_kept,
    CASE WHEN first_request <= coalesce(end_at, first_request) THEN first_request END AS requested_at,
    greatest(began_at, CASE WHEN first_request <= coalesce(end_at, first_request) THEN first_request ELSE began_at END) AS from_at,
    least(happened_at, coalesce(end_at, happened_at)) AS to_at
  FROM bounded
),
claims AS (
  SELECT
    *,
    CASE WHEN to_at > from_at THEN spent END AS claimed
  FROM cut
),
-- What the claims that begin earlier have claimed, and where each field first has a value.
preceded AS (
  SELECT
    *,
    min(CASE WHEN claimed IS NOT NULL THEN from_at END) OVER (PARTITION BY session_id, content_id, viewer_id) AS first_claim,
    max(CASE WHEN claimed IS NOT NULL THEN to_at END) OVER (PARTITION BY session_id, content_id, viewer_id ORDER BY from_at, to_at, event_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS any_until,
    max(CASE WHEN claimed <> 'starting' THEN to_at END) OVER (PARTITION BY session_id, content_id, viewer_id ORDER BY from_at, to_at, event_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS not_starting_until,
    max(CASE WHEN claimed <> 'seeking' THEN to_at END) OVER (PARTITION BY session_id, content_id, viewer_id ORDER BY from_at, to_at, event_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS not_seeking_until,
    min(CASE WHEN platform IS NOT NULL THEN ordinal END) OVER (PARTITION BY session_id, content_id, viewer_id) AS platform_at,
    min(CASE WHEN app_version IS NOT NULL THEN ordinal END) OVER (PARTITION BY session_id, content_id, viewer_id) AS app_version_at,
    min(CASE WHEN country IS NOT NULL THEN ordinal END) OVER (PARTITION BY session_id, content_id, viewer_id) AS country_at,
    min(CASE WHEN cdn IS NOT NULL THEN ordinal END) OVER (PARTITION BY session_id, content_id, viewer_id) AS cdn_at,
    min(CASE WHEN experiments IS NOT NULL THEN ordinal END) OVER (PARTITION BY session_id, content_id, viewer_id) AS experiments_at,
    min(CASE WHEN view_id IS NOT NULL THEN ordinal END) OVER (PARTITION BY session_id, content_id, viewer_id) AS view_id_at,
    min(CASE WHEN player_name IS NOT NULL THEN ordinal END) OVER (PARTITION BY session_id, content_id, viewer_id) AS player_name_at,
    min(CASE WHEN player_version IS NOT NULL THEN ordinal END) OVER (PARTITION BY session_id, content_id, viewer_id) AS player_version_at,
    min(CASE WHEN drm_system IS NOT NULL THEN ordinal END) OVER (PARTITION BY session_id, content_id, viewer_id) AS drm_system_at,
    min(CASE WHEN network_type IS NOT NULL THEN ordinal END) OVER (PARTITION BY session_id, content_id, viewer_id) AS network_type_at,
    min(CASE WHEN is_kept AND event = 'playing' AND startup_ms IS NOT NULL THEN ordinal END) OVER (PARTITION BY session_id, content_id, viewer_id) AS startup_at,
    min(CASE WHEN is_kept AND event = 'error' AND error_fatal THEN ordinal END) OVER (PARTITION BY session_id, content_id, viewer_id) AS fatal_at,
    -- A playing interval does not end at position 0: a player that has released its media reports 0.
    max(CASE WHEN is_kept AND spent = 'playing' AND interval_ms > 0 AND playhead_ms > 0 THEN ordinal END) OVER (PARTITION BY session_id, content_id, viewer_id) AS position_ordinal,
    min(CASE WHEN happened_at = end_at AND (event IN ('quit', 'ended') OR (event = 'error' AND error_fatal)) THEN ordinal END) OVER (PARTITION BY session_id, content_id, viewer_id) AS end_ordinal
  FROM claims
),
-- A state counts for a limited time without another state in between: domain/playback/state-bounds.ts.
limited AS (
  SELECT
    *,
    CASE claimed
      WHEN 'starting' THEN least(to_at, greatest(first_claim, coalesce(not_starting_until, first_claim)) + 300000)
      WHEN 'seeking' THEN least(to_at, greatest(first_claim, coalesce(not_seeking_until, first_claim)) + 30000)
      ELSE to_at
    END AS until_at,
    CASE claimed WHEN 'playing' THEN 1 WHEN 'ad' THEN 2 WHEN 'starting' THEN 3 WHEN 'rebuffering' THEN 4 WHEN 'seeking' THEN 5 WHEN 'paused' THEN 6 END AS place
  FROM preceded
),
-- Until when the time is covered by earlier claims of the first states, by how many states.
covered AS (
  SELECT
    *,
    greatest(from_at, coalesce(max(CASE WHEN place <= 1 THEN until_at END) OVER (PARTITION BY session_id, content_id, viewer_id ORDER BY from_at, to_at, event_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), from_at)) AS covered_1,
    greatest(from_at, coalesce(max(CASE WHEN place <= 2 THEN until_at END) OVER (PARTITION BY session_id, content_id, viewer_id ORDER BY from_at, to_at, event_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), from_at)) AS covered_2,
    greatest(from_at, coalesce(max(CASE WHEN place <= 3 THEN until_at END) OVER (PARTITION BY session_id, content_id, viewer_id ORDER BY from_at, to_at, event_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), from_at)) AS covered_3,
    greatest(from_at, coalesce(max(CASE WHEN place <= 4 THEN until_at END) OVER (PARTITION BY session_id, content_id, viewer_id ORDER BY from_at, to_at, event_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), from_at)) AS covered_4,
    greatest(from_at, coalesce(max(CASE WHEN place <= 5 THEN until_at END) OVER (PARTITION BY session_id, content_id, viewer_id ORDER BY from_at, to_at, event_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), from_at)) AS covered_5,
    greatest(from_at, coalesce(max(CASE WHEN place <= 6 THEN until_at END) OVER (PARTITION BY session_id, content_id, viewer_id ORDER BY from_at, to_at, event_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), from_at)) AS covered_6
  FROM limited
),
-- What each claim adds to the time of the first states.
added AS (
  SELECT
    *,
    CASE WHEN place <= 1 THEN greatest(0, until_at - covered_1) ELSE 0 END AS played_ms,
    CASE WHEN place <= 2 THEN greatest(0, until_at - covered_2) ELSE 0 END AS added_2,
    CASE WHEN place <= 3 THEN greatest(0, until_at - covered_3) ELSE 0 END AS added_3,
    CASE WHEN place <= 4 THEN greatest(0, until_at - covered_4) ELSE 0 END AS added_4,
    CASE WHEN place <= 5 THEN greatest(0, until_at - covered_5) ELSE 0 END AS added_5,
    CASE WHEN place <= 6 THEN greatest(0, until_at - covered_6) ELSE 0 END AS added_6
  FROM covered
),
rated AS (
  SELECT
    *,
    -- Rounded to whole ms per event, because sums of doubles depend on the order.
    CAST(floor(played_ms * coalesce(playback_rate, 1e0) + 0.5e0) AS bigint) AS media_ms
  FROM added
),
folded AS (
  SELECT
    session_id,
    content_id,
    viewer_id,
    max(CASE WHEN ordinal = 1 THEN viewer_key_id END) AS viewer_key_id,
    max(CASE WHEN ordinal = 1 THEN device_type END) AS device_type,
    max(CASE WHEN ordinal = platform_at THEN platform END) AS platform,
    max(CASE WHEN ordinal = app_version_at THEN app_version END) AS app_version,
    max(CASE WHEN ordinal = country_at THEN country END) AS country,
    max(CASE WHEN ordinal = cdn_at THEN cdn END) AS cdn,
    max(CASE WHEN ordinal = 1 THEN stream_type END) AS stream_type,
    max(experiments_at) AS experiments_at,
    max(CASE WHEN ordinal = view_id_at THEN view_id END) AS view_id,
    max(CASE WHEN ordinal = player_name_at THEN player_name END) AS player_name,
    max(CASE WHEN ordinal = player_version_at THEN player_version END) AS player_version,
    max(CASE WHEN ordinal = drm_system_at THEN drm_system END) AS drm_system,
    max(CASE WHEN ordinal = network_type_at THEN network_type END) AS network_type,
    bool_or(CASE WHEN is_kept THEN remote_playback END) AS remote_playback,
    -- The licence that delayed the start: a renewal while playing delays nothing.
    max(CASE WHEN is_kept AND spent = 'starting' THEN licence_ms END) AS licence_ms,
    count(DISTINCT CASE WHEN is_kept THEN ad_break_id END) AS ad_breaks,
    max(CASE WHEN ordinal = fatal_at THEN error_code END) AS error_code,
    coalesce(max(requested_at), min(began_at)) AS started_at,
    least(max(happened_at), coalesce(max(end_at), max(happened_at))) AS ended_at,
    max(received_at) AS last_received_at,
    max(requested_at) IS NOT NULL AS attempted,
    coalesce(bool_or(is_kept AND ((event = 'playing' AND startup_ms IS NOT NULL) OR spent IN ('playing', 'rebuffering'))), false) AS has_frame,
    coalesce(bool_or(is_kept AND event = 'error' AND error_fatal), false) AS has_fatal,
    coalesce(bool_or(is_kept AND event = 'error' AND error_fatal AND NOT coalesce(error_business, false)), false) AS has_failed,
    coalesce(bool_or(is_kept AND event = 'ended'), false) AS has_ended,
    max(CASE WHEN ordinal = startup_at THEN startup_ms END) AS reported_startup_ms,
    max(CASE WHEN ordinal = startup_at THEN happened_at END) AS frame_at,
    sum(played_ms) AS playing_ms,
    sum(added_2) - sum(played_ms) AS ad_ms,
    sum(added_3) - sum(added_2) AS starting_ms,
    sum(added_4) - sum(added_3) AS rebuffering_ms,
    sum(added_5) - sum(added_4) AS seeking_ms,
    sum(added_6) - sum(added_5) AS paused_ms,
    sum(CASE WHEN is_kept AND event = 'buffer_start' AND ad_break_id IS NULL THEN 1 ELSE 0 END) AS buffer_starts,
    coalesce(max(CASE WHEN is_kept THEN stall_count END), 0) AS reported_stall_count,
    coalesce(max(CASE WHEN is_kept THEN stall_ms END), 0) AS reported_stall_ms,
    sum(media_ms) AS media_ms,
    sum(CASE WHEN bitrate_kbps IS NOT NULL THEN media_ms ELSE 0 END) AS rated_media_ms,
    sum(coalesce(bitrate_kbps, 0) * media_ms) AS bitrate_media,
    sum(CASE WHEN live_latency_ms IS NOT NULL THEN media_ms ELSE 0 END) AS known_latency_media_ms,
    sum(coalesce(live_latency_ms, 0) * media_ms) AS live_latency_media,
    max(CASE WHEN ordinal = position_ordinal THEN playhead_ms END) AS position_ms,
    max(CASE WHEN ordinal = position_ordinal THEN happened_at END) AS position_at,
    max(end_at) AS end_at,
    -- What the event that ended the playback played without a position.
    max(CASE WHEN ordinal = end_ordinal AND spent = 'playing' AND coalesce(playhead_ms, 0) = 0 THEN coalesce(interval_ms, 0) ELSE 0 END) AS unplaced_ms,
    max(CASE WHEN ordinal = end_ordinal THEN coalesce(playback_rate, 1e0) END) AS end_rate,
    count(DISTINCT sequence) AS events,
    min(sequence) AS first_sequence,
    max(sequence) AS last_sequence,
    max(CASE WHEN place = 1 THEN to_at END) AS last_played_at,
    count(*) - count(DISTINCT sequence)
      + sum(CASE WHEN is_kept THEN 0 ELSE 1 END)
      + sum(CASE WHEN claimed IS NOT NULL AND began_at + 1000 < greatest(from_at, coalesce(any_until, from_at)) THEN 1 ELSE 0 END) AS conflicts
  FROM rated
  GROUP BY session_id, content_id, viewer_id
),
spanned AS (
  SELECT
    *,
    ended_at - started_at AS span_ms,
    -- Where the title or the viewer changes within a session, a later playback begins after the one before it.
    lag(last_sequence) OVER (PARTITION BY session_id ORDER BY first_sequence, content_id, coalesce(viewer_id, '')) AS previous_sequence,
    least(
      greatest(reported_stall_ms, rebuffering_ms),
      greatest(rebuffering_ms, ended_at - started_at - starting_ms - seeking_ms - paused_ms - ad_ms)
    ) AS bounded_stall_ms
  FROM folded
)
SELECT
  spanned.session_id,
  spanned.content_id,
  spanned.viewer_id,
  spanned.viewer_key_id,
  spanned.device_type,
  spanned.platform,
  spanned.app_version,
  spanned.country,
  spanned.cdn,
  spanned.stream_type,
  exposed.experiments,
  spanned.started_at,
  spanned.ended_at,
  spanned.last_received_at,
  attempted,
  attempted AND has_frame,
  attempted AND NOT has_frame AND NOT has_fatal,
  attempted AND NOT has_frame AND has_failed,
  attempted AND NOT has_frame AND has_fatal AND NOT has_failed,
  attempted AND has_failed,
  attempted AND has_frame AND has_ended,
  CASE WHEN reported_startup_ms IS NOT NULL THEN least(reported_startup_ms, greatest(0, frame_at - started_at)) END,
  starting_ms,
  playing_ms,
  rebuffering_ms,
  seeking_ms,
  paused_ms,
  greatest(reported_stall_count, buffer_starts),
  bounded_stall_ms,
  least(starting_ms + playing_ms + bounded_stall_ms + seeking_ms, span_ms - paused_ms - ad_ms),
  spanned.media_ms,
  rated_media_ms,
  bitrate_media,
  CASE
    WHEN unplaced_ms = 0 OR position_ms IS NULL THEN position_ms
    ELSE position_ms + CAST(floor(greatest(0, least(unplaced_ms, spanned.end_at - position_at)) * end_rate + 0.5e0) AS bigint)
  END,
  events,
  greatest(events, last_sequence - coalesce(previous_sequence, -1)),
  last_played_at,
  conflicts,
  ad_ms,
  spanned.view_id,
  spanned.player_name,
  spanned.player_version,
  spanned.drm_system,
  spanned.network_type,
  spanned.remote_playback,
  spanned.licence_ms,
  known_latency_media_ms,
  live_latency_media,
  ad_breaks,
  spanned.error_code,
  days.dt
FROM spanned
JOIN mirror.days AS days ON spanned.started_at >= days.from_ms AND spanned.started_at < days.to_ms
LEFT JOIN bounded AS exposed
  ON exposed.session_id = spanned.session_id
  AND exposed.content_id = spanned.content_id
  AND coalesce(exposed.viewer_id, '') = coalesce(spanned.viewer_id, '')
  AND exposed.ordinal = spanned.experiments_at;
