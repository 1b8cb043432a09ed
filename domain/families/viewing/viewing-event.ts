/** What can happen in a playback. Source: CTA-2066 player events; CMCD (CTA-5004-B) `e` and `sta`. */
export const EVENT_NAMES = [
  'play_request',
  'playing',
  'pause',
  'buffer_start',
  'buffer_end',
  'seek_start',
  'seek_end',
  'heartbeat',
  'rendition_change',
  'error',
  'ended',
  'quit',
] as const;
export type EventName = (typeof EVENT_NAMES)[number];

/** The state that held during the interval which an event closes. Source: CMCD `sta` s, p, r, k, a. */
export const PLAYBACK_STATES = ['starting', 'playing', 'rebuffering', 'seeking', 'paused'] as const;
export type PlaybackState = (typeof PLAYBACK_STATES)[number];

/** The six client classes. The order is part of the presence encoding: add at the end only. */
export const DEVICE_TYPES = ['mobile', 'web', 'smart_tv', 'tablet', 'set_top_box', 'game_console'] as const;
export type DeviceType = (typeof DEVICE_TYPES)[number];

/** Video on demand or a live channel. Source: CMCD `st`. */
export const STREAM_TYPES = ['vod', 'live'] as const;
export type StreamType = (typeof STREAM_TYPES)[number];

/** An A/B assignment that the session is exposed to. */
interface Experiment {
  readonly id: string;
  readonly variant: string;
}

/** One event as a player sends it. Units are in the names; docs/events.md has the meaning and source of each field. */
export interface PlayerEvent {
  /** Identity: the same id is the same event, however often it arrives. UUID. Source: Snowplow `event_id`. */
  readonly event_id: string;
  readonly event: EventName;
  /** When it happened, client clock, epoch ms. Source: CMCD `ts`. */
  readonly event_ts: number;
  /** +1 per event, restarts per session; gaps measure loss. Source: CMCD `sn`. */
  readonly sequence: number;
  /** One playback of one title. Source: CMCD `sid`. */
  readonly session_id: string;
  /** The title. Source: CMCD `cid`. */
  readonly content_id: string;
  /** Who watches, as the service knows them. Never leaves the collector: see {@link ViewingEvent}. */
  readonly viewer_id: string;
  /** Time since this session's previous event, 0 to 120,000 ms: the interval that this event closes. */
  readonly interval_ms?: number;
  /** What held for all of that interval. */
  readonly state?: PlaybackState;
  /** Position in the title. Source: CMCD `pt`. */
  readonly playhead_ms?: number;
  /** 1 when absent. Source: CMCD `pr`. */
  readonly playback_rate?: number;
  readonly device_type: DeviceType;
  readonly platform?: string;
  readonly app_version?: string;
  /** ISO 3166-1 alpha-2; the edge's own knowledge wins. */
  readonly country?: string;
  /** Source: CMCD `cdn`. */
  readonly cdn?: string;
  readonly stream_type: StreamType;
  /** Source: CMCD `br`. */
  readonly bitrate_kbps?: number;
  /** Source: CMCD `mtp`. */
  readonly throughput_kbps?: number;
  /** Source: CMCD `bl`. */
  readonly buffer_ms?: number;
  /** Cumulative in the session, so that one lost event loses no stall. Source: CMCD `bsa`. */
  readonly stall_count?: number;
  /** Cumulative in the session. Source: CMCD `bsda`. */
  readonly stall_ms?: number;
  /** play_request to first frame, on the first playing. Source: CTA-2066 startup time; CMCD `msd`. */
  readonly startup_ms?: number;
  /** Source: CMCD `dfa`. */
  readonly dropped_frames?: number;
  /** Source: CMCD `ec`. */
  readonly error_code?: string;
  readonly error_fatal?: boolean;
  /** Not a fault of playback: entitlement, geography. Source: Mux error categories. */
  readonly error_business?: boolean;
  readonly experiments?: readonly Experiment[];
}

/**
 * One event as the stream carries it: the player's own, with the viewer pseudonymised, the clock corrected and the
 * time of receipt beside it.
 */
export interface ViewingEvent extends PlayerEvent {
  /** HMAC-SHA-256 of the viewer's id, base64url, under the key named by `viewer_key_id`. */
  readonly viewer_id: string;
  /** Which key of the keyring made the pseudonym. */
  readonly viewer_key_id: string;
  /** When the collector's edge received the request, epoch ms. */
  readonly received_at: number;
  /** The player's own `event_ts`, where a skewed clock made the collector correct it. */
  readonly client_event_ts?: number;
}

/** What a player POSTs to /v1/events. */
export interface EventsRequest {
  /** Client clock when the request left, epoch ms: shows how far that clock is off. */
  readonly sent_at: number;
  readonly events: readonly PlayerEvent[];
}
