import type { ViewingEvent } from '../families/viewing';

/**
 * One row per playback: the row of the table `sessions`. It has sums only, because ratios are computed from sums.
 * docs/lake.md has each column's formula and its source. foldSessions is the reference against which the SQL is tested.
 */
export interface Session {
  readonly session_id: string;
  readonly content_id: string;
  /** Null if the viewer is anonymous. */
  readonly viewer_id: string | null;
  readonly viewer_key_id: string | null;
  readonly device_type: string;
  readonly platform: string | null;
  readonly app_version: string | null;
  readonly country: string | null;
  readonly cdn: string | null;
  readonly stream_type: string;
  readonly experiments: ViewingEvent['experiments'] | null;
  readonly started_at: number;
  readonly ended_at: number;
  readonly last_received_at: number;
  readonly attempted: boolean;
  readonly played: boolean;
  readonly exited_before_start: boolean;
  readonly start_failed: boolean;
  readonly business_stopped: boolean;
  readonly playback_failed: boolean;
  readonly completed: boolean;
  readonly startup_ms: number | null;
  readonly starting_ms: number;
  readonly playing_ms: number;
  readonly rebuffering_ms: number;
  readonly seeking_ms: number;
  readonly paused_ms: number;
  readonly stall_count: number;
  readonly stall_ms: number;
  readonly watched_ms: number;
  readonly media_ms: number;
  readonly rated_media_ms: number;
  readonly bitrate_media: number;
  readonly last_playhead_ms: number | null;
  readonly events: number;
  readonly expected_events: number;
  readonly last_played_at: number | null;
  readonly conflicts: number;
  readonly ad_ms: number;
  readonly view_id: string | null;
  readonly player_name: string | null;
  readonly player_version: string | null;
  readonly drm_system: ViewingEvent['drm_system'] | null;
  readonly network_type: ViewingEvent['network_type'] | null;
  /** Null if no event says whether the media played on another device. */
  readonly remote_playback: boolean | null;
  readonly licence_ms: number | null;
  readonly known_latency_media_ms: number;
  readonly live_latency_media: number;
  readonly ad_breaks: number;
  /** The code of the fatal error that ended the playback, as the player sent it; null if none did. */
  readonly error_code: string | null;
}
