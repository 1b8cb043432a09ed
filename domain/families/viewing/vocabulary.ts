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

/** The state of the player during the interval that an event closes. Source: CMCD `sta` s, p, r, k, a. */
export const PLAYBACK_STATES = ['starting', 'playing', 'rebuffering', 'seeking', 'paused'] as const;
export type PlaybackState = (typeof PLAYBACK_STATES)[number];

/** The six device classes. The presence encoding depends on the order: append only. */
export const DEVICE_TYPES = ['mobile', 'web', 'smart_tv', 'tablet', 'set_top_box', 'game_console'] as const;
export type DeviceType = (typeof DEVICE_TYPES)[number];

/** Video on demand or a live channel. Source: CMCD `st`. */
export const STREAM_TYPES = ['vod', 'live'] as const;
export type StreamType = (typeof STREAM_TYPES)[number];
