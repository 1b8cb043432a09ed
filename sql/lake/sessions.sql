-- One row per playback that began between :from_ms and :to_ms (exclusive). A playback is one session of one viewer with one
-- title. docs/playback.md explains the rules; domain/lake/fold-sessions.ts is the reference.
-- The date before shows which sessions began earlier, the date after how sessions continued. Later events are ignored.
UNLOAD (
  WITH ordered AS (
    SELECT
      *,
      coalesce(client_event_ts, event_ts) AS client_at,
      -- An event that was resent with an old sent_at may be stored at two times: its copies share a sequence, so they are
      -- adjacent. The one received first counts.
      coalesce(lag(event_id) OVER (PARTITION BY session_id ORDER BY sequence, event_id, received_at, event_ts) = event_id, false) AS is_copy
    FROM viewing_events
    WHERE dt BETWEEN :day_before AND :day_after
  ),
  -- Every event at its time by the playback's clock.
  timed AS (
    SELECT
      *,
      client_at + coalesce(
        min(clock_offset_ms) OVER playback,
        min(event_ts - client_at) OVER playback
      ) AS happened_at
    FROM ordered
    WHERE NOT is_copy
    WINDOW playback AS (PARTITION BY session_id, viewer_id, content_id)
  ),
  bounded AS (
    SELECT
      *,
      row_number() OVER (playback ORDER BY sequence, happened_at, event_id) AS ordinal,
      happened_at - coalesce(interval_ms, 0) AS began_at,
      happened_at - coalesce(interval_ms, 0) + 1000 AS tolerated_at,
      CASE WHEN ad_break_id IS NULL OR state IS NULL THEN state ELSE 'ad' END AS spent,
      min(CASE WHEN event = 'play_request' THEN happened_at END) OVER playback AS first_request,
      min(CASE WHEN event IN ('quit', 'ended') OR (event = 'error' AND error_fatal) THEN happened_at END) OVER playback AS end_at
    FROM timed
    WINDOW playback AS (PARTITION BY session_id, viewer_id, content_id)
  ),
  cut AS (
    SELECT
      *,
      coalesce(happened_at <= end_at, true) AS is_kept,
      CASE WHEN end_at IS NULL OR first_request <= end_at THEN first_request END AS requested_at
    FROM bounded
  ),
  -- The claim of each event: its interval, cut to the bounds of the playback.
  clipped AS (
    SELECT
      *,
      CASE WHEN requested_at > began_at THEN requested_at ELSE began_at END AS from_at,
      CASE WHEN is_kept THEN happened_at ELSE end_at END AS to_at
    FROM cut
  ),
  claims AS (
    SELECT
      *,
      CASE WHEN to_at > from_at THEN spent END AS claimed
    FROM clipped
  ),
  -- What the claims that begin earlier have claimed.
  preceded AS (
    SELECT
      *,
      min(CASE WHEN claimed IS NOT NULL THEN from_at END) OVER (PARTITION BY session_id, viewer_id, content_id) AS first_claim,
      max(CASE WHEN claimed IS NOT NULL THEN to_at END) OVER earlier AS any_until,
      max(CASE WHEN claimed <> 'starting' THEN to_at END) OVER earlier AS not_starting_until,
      max(CASE WHEN claimed <> 'seeking' THEN to_at END) OVER earlier AS not_seeking_until
    FROM claims
    WINDOW earlier AS (
      PARTITION BY session_id, viewer_id, content_id
      ORDER BY from_at, to_at, event_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
  ),
  -- A state counts for a limited time without another state in between: domain/playback/state-bounds.ts.
  dated AS (
    SELECT
      *,
      CASE claimed
        WHEN 'starting' THEN coalesce(not_starting_until, first_claim) + 300000
        WHEN 'seeking' THEN coalesce(not_seeking_until, first_claim) + 30000
        ELSE to_at
      END AS limit_at,
      coalesce(any_until, from_at) AS claimed_until,
      CASE claimed
        WHEN 'playing' THEN 1 WHEN 'ad' THEN 2 WHEN 'starting' THEN 3 WHEN 'rebuffering' THEN 4 WHEN 'seeking' THEN 5 WHEN 'paused' THEN 6
      END AS place
    FROM preceded
  ),
  limited AS (
    SELECT
      *,
      CASE WHEN limit_at < to_at THEN limit_at ELSE to_at END AS until_at
    FROM dated
  ),
  -- Until when the time is covered by earlier claims of the first states, by how many states.
  covered AS (
    SELECT
      *,
      coalesce(max(CASE WHEN place <= 1 THEN until_at END) OVER earlier, from_at) AS covered_1,
      coalesce(max(CASE WHEN place <= 2 THEN until_at END) OVER earlier, from_at) AS covered_2,
      coalesce(max(CASE WHEN place <= 3 THEN until_at END) OVER earlier, from_at) AS covered_3,
      coalesce(max(CASE WHEN place <= 4 THEN until_at END) OVER earlier, from_at) AS covered_4,
      coalesce(max(CASE WHEN place <= 5 THEN until_at END) OVER earlier, from_at) AS covered_5,
      coalesce(max(CASE WHEN place <= 6 THEN until_at END) OVER earlier, from_at) AS covered_6
    FROM limited
    WINDOW earlier AS (
      PARTITION BY session_id, viewer_id, content_id
      ORDER BY from_at, to_at, event_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
  ),
  open AS (
    SELECT
      *,
      CASE WHEN covered_1 > from_at THEN covered_1 ELSE from_at END AS open_1,
      CASE WHEN covered_2 > from_at THEN covered_2 ELSE from_at END AS open_2,
      CASE WHEN covered_3 > from_at THEN covered_3 ELSE from_at END AS open_3,
      CASE WHEN covered_4 > from_at THEN covered_4 ELSE from_at END AS open_4,
      CASE WHEN covered_5 > from_at THEN covered_5 ELSE from_at END AS open_5,
      CASE WHEN covered_6 > from_at THEN covered_6 ELSE from_at END AS open_6
    FROM covered
  ),
  -- What each claim adds to the time of the first states.
  added AS (
    SELECT
      *,
      CASE WHEN place <= 1 AND until_at > open_1 THEN until_at - open_1 ELSE 0 END AS played_ms,
      CASE WHEN place <= 2 AND until_at > open_2 THEN until_at - open_2 ELSE 0 END AS added_2,
      CASE WHEN place <= 3 AND until_at > open_3 THEN until_at - open_3 ELSE 0 END AS added_3,
      CASE WHEN place <= 4 AND until_at > open_4 THEN until_at - open_4 ELSE 0 END AS added_4,
      CASE WHEN place <= 5 AND until_at > open_5 THEN until_at - open_5 ELSE 0 END AS added_5,
      CASE WHEN place <= 6 AND until_at > open_6 THEN until_at - open_6 ELSE 0 END AS added_6
    FROM open
  ),
  rated AS (
    SELECT
      *,
      -- Rounded to whole ms per event: sums of doubles depend on the order, and a repeated query must give the same result.
      CAST(round(played_ms * coalesce(playback_rate, 1e0)) AS bigint) AS media_ms,
      -- A playing interval does not end at position 0: a player that has released its media reports 0.
      CASE WHEN is_kept AND spent = 'playing' AND interval_ms > 0 AND playhead_ms > 0 THEN playhead_ms END AS position_ms
    FROM added
  ),
  folded AS (
    SELECT
      session_id,
      content_id,
      viewer_id,
      min_by(viewer_key_id, ordinal) AS viewer_key_id,
      min_by(device_type, ordinal) AS device_type,
      min_by(platform, ordinal) FILTER (WHERE platform IS NOT NULL) AS platform,
      min_by(app_version, ordinal) FILTER (WHERE app_version IS NOT NULL) AS app_version,
      min_by(country, ordinal) FILTER (WHERE country IS NOT NULL) AS country,
      min_by(cdn, ordinal) FILTER (WHERE cdn IS NOT NULL) AS cdn,
      min_by(stream_type, ordinal) AS stream_type,
      min_by(experiments, ordinal) FILTER (WHERE experiments IS NOT NULL) AS experiments,
      min_by(view_id, ordinal) FILTER (WHERE view_id IS NOT NULL) AS view_id,
      min_by(player_name, ordinal) FILTER (WHERE player_name IS NOT NULL) AS player_name,
      min_by(player_version, ordinal) FILTER (WHERE player_version IS NOT NULL) AS player_version,
      min_by(drm_system, ordinal) FILTER (WHERE drm_system IS NOT NULL) AS drm_system,
      min_by(network_type, ordinal) FILTER (WHERE network_type IS NOT NULL) AS network_type,
      bool_or(CASE WHEN is_kept THEN remote_playback END) AS remote_playback,
      -- The licence that delayed the start: a renewal while playing delays nothing.
      max(CASE WHEN is_kept AND spent = 'starting' THEN licence_ms END) AS licence_ms,
      count(DISTINCT CASE WHEN is_kept THEN ad_break_id END) AS ad_breaks,
      min_by(error_code, ordinal) FILTER (WHERE is_kept AND event = 'error' AND error_fatal) AS error_code,
      coalesce(max(requested_at), min(began_at)) AS started_at,
      max(CASE WHEN is_kept THEN happened_at ELSE end_at END) AS ended_at,
      max(received_at) AS last_received_at,
      max(requested_at) IS NOT NULL AS attempted,
      coalesce(bool_or(is_kept AND ((event = 'playing' AND startup_ms IS NOT NULL) OR spent IN ('playing', 'rebuffering'))), false) AS has_frame,
      coalesce(bool_or(is_kept AND event = 'error' AND error_fatal), false) AS has_fatal,
      coalesce(bool_or(is_kept AND event = 'error' AND error_fatal AND NOT coalesce(error_business, false)), false) AS has_failed,
      coalesce(bool_or(is_kept AND event = 'ended'), false) AS has_ended,
      min_by(startup_ms, ordinal) FILTER (WHERE is_kept AND event = 'playing' AND startup_ms IS NOT NULL) AS reported_startup_ms,
      min_by(happened_at, ordinal) FILTER (WHERE is_kept AND event = 'playing' AND startup_ms IS NOT NULL) AS frame_at,
      sum(played_ms) AS playing_ms,
      sum(added_2) AS upto_2,
      sum(added_3) AS upto_3,
      sum(added_4) AS upto_4,
      sum(added_5) AS upto_5,
      sum(added_6) AS upto_6,
      sum(CASE WHEN is_kept AND event = 'buffer_start' AND ad_break_id IS NULL THEN 1 ELSE 0 END) AS buffer_starts,
      coalesce(max(CASE WHEN is_kept THEN stall_count END), 0) AS reported_stall_count,
      coalesce(max(CASE WHEN is_kept THEN stall_ms END), 0) AS reported_stall_ms,
      sum(media_ms) AS media_ms,
      sum(CASE WHEN bitrate_kbps IS NOT NULL THEN media_ms ELSE 0 END) AS rated_media_ms,
      sum(coalesce(bitrate_kbps, 0) * media_ms) AS bitrate_media,
      sum(CASE WHEN live_latency_ms IS NOT NULL THEN media_ms ELSE 0 END) AS known_latency_media_ms,
      sum(coalesce(live_latency_ms, 0) * media_ms) AS live_latency_media,
      max_by(position_ms, ordinal) FILTER (WHERE position_ms IS NOT NULL) AS position_ms,
      max_by(happened_at, ordinal) FILTER (WHERE position_ms IS NOT NULL) AS position_at,
      max(end_at) AS end_at,
      -- What the event that ended the playback played without a position.
      min_by(
        CASE WHEN spent = 'playing' AND coalesce(playhead_ms, 0) = 0 THEN coalesce(interval_ms, 0) ELSE 0 END,
        ordinal
      ) FILTER (WHERE happened_at = end_at AND (event IN ('quit', 'ended') OR (event = 'error' AND error_fatal))) AS unplaced_ms,
      min_by(coalesce(playback_rate, 1e0), ordinal)
        FILTER (WHERE happened_at = end_at AND (event IN ('quit', 'ended') OR (event = 'error' AND error_fatal))) AS end_rate,
      count(DISTINCT sequence) AS events,
      min(sequence) AS first_sequence,
      max(sequence) AS last_sequence,
      max(CASE WHEN place = 1 THEN to_at END) AS last_played_at,
      count(*) AS rows_found,
      count_if(NOT is_kept OR (claimed IS NOT NULL AND (tolerated_at < from_at OR tolerated_at < claimed_until))) AS contradictions,
      count_if(NOT is_kept AND claimed IS NOT NULL AND (tolerated_at < from_at OR tolerated_at < claimed_until)) AS twice
    FROM rated
    GROUP BY session_id, viewer_id, content_id
  ),
  divided AS (
    SELECT
      *,
      upto_2 - playing_ms AS ad_ms,
      upto_3 - upto_2 AS starting_ms,
      upto_4 - upto_3 AS rebuffering_ms,
      upto_5 - upto_4 AS seeking_ms,
      upto_6 - upto_5 AS paused_ms,
      ended_at - started_at AS span_ms,
      frame_at - started_at AS longest_startup_ms,
      end_at - position_at AS since_position_ms,
      rows_found - events AS repeated,
      contradictions + twice AS contradicting,
      -- Where the title or the viewer changes within a session, a later playback begins after the one before it.
      coalesce(lag(last_sequence) OVER (PARTITION BY session_id ORDER BY first_sequence, content_id, coalesce(viewer_id, '')), -1) AS previous_sequence
    FROM folded
  ),
  spanned AS (
    SELECT
      *,
      starting_ms + seeking_ms AS waited_ms,
      paused_ms + ad_ms AS unwatched_ms,
      last_sequence - previous_sequence AS numbered_events,
      repeated + contradicting AS conflicts
    FROM divided
  ),
  watchable AS (
    SELECT
      *,
      span_ms - unwatched_ms AS watchable_ms,
      playing_ms + waited_ms AS active_ms
    FROM spanned
  ),
  bounded_stalls AS (
    SELECT
      *,
      watchable_ms - waited_ms AS longest_stall_ms
    FROM watchable
  ),
  stalled AS (
    SELECT
      *,
      CASE
        WHEN reported_stall_ms <= rebuffering_ms OR longest_stall_ms <= rebuffering_ms THEN rebuffering_ms
        WHEN reported_stall_ms <= longest_stall_ms THEN reported_stall_ms
        ELSE longest_stall_ms
      END AS stall_ms
    FROM bounded_stalls
  ),
  watched AS (
    SELECT
      *,
      active_ms + stall_ms AS claimed_ms,
      CASE WHEN unplaced_ms < since_position_ms THEN unplaced_ms WHEN since_position_ms > 0 THEN since_position_ms ELSE 0 END AS placed_ms
    FROM stalled
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
    CASE
      WHEN reported_startup_ms <= longest_startup_ms THEN reported_startup_ms
      WHEN longest_startup_ms > 0 THEN longest_startup_ms
      WHEN reported_startup_ms IS NOT NULL THEN 0
    END AS startup_ms,
    CAST(starting_ms AS bigint) AS starting_ms,
    CAST(playing_ms AS bigint) AS playing_ms,
    CAST(rebuffering_ms AS bigint) AS rebuffering_ms,
    CAST(seeking_ms AS bigint) AS seeking_ms,
    CAST(paused_ms AS bigint) AS paused_ms,
    CAST(CASE WHEN reported_stall_count > buffer_starts THEN reported_stall_count ELSE buffer_starts END AS bigint) AS stall_count,
    CAST(stall_ms AS bigint) AS stall_ms,
    CAST(CASE WHEN claimed_ms < watchable_ms THEN claimed_ms ELSE watchable_ms END AS bigint) AS watched_ms,
    CAST(media_ms AS bigint) AS media_ms,
    CAST(rated_media_ms AS bigint) AS rated_media_ms,
    CAST(bitrate_media AS bigint) AS bitrate_media,
    CASE
      WHEN coalesce(unplaced_ms, 0) = 0 THEN position_ms
      ELSE position_ms + CAST(round(placed_ms * end_rate) AS bigint)
    END AS last_playhead_ms,
    CAST(events AS bigint) AS events,
    CASE WHEN numbered_events > events THEN numbered_events ELSE events END AS expected_events,
    last_played_at,
    CAST(conflicts AS bigint) AS conflicts,
    CAST(ad_ms AS bigint) AS ad_ms,
    view_id,
    player_name,
    player_version,
    drm_system,
    network_type,
    remote_playback,
    licence_ms,
    CAST(known_latency_media_ms AS bigint) AS known_latency_media_ms,
    CAST(live_latency_media AS bigint) AS live_latency_media,
    CAST(ad_breaks AS bigint) AS ad_breaks,
    error_code
  FROM watched
  WHERE started_at >= :from_ms AND started_at < :to_ms
) TO '{location}' WITH (format = 'PARQUET', compression = 'ZSTD')
