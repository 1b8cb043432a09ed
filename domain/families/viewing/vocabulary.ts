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

/**
 * The device classes: `web` is a browser on any device, `desktop` an app on a computer, and `other` everything that is none
 * of the rest, such as a car or a headset. The presence encoding depends on the order: append only.
 */
export const DEVICE_TYPES = [
  ...(['mobile', 'web', 'smart_tv', 'tablet', 'set_top_box', 'game_console'] as const),
  ...(['desktop', 'other'] as const),
] as const;
export type DeviceType = (typeof DEVICE_TYPES)[number];

/** Video on demand or a live channel. Source: CMCD `st`. */
export const STREAM_TYPES = ['vod', 'live'] as const;
export type StreamType = (typeof STREAM_TYPES)[number];

/** Where an ad break is. Source: IAB VMAP; Conviva Ad Position. */
export const AD_POSITIONS = ['preroll', 'midroll', 'postroll'] as const;

/** DRM systems. Source: the key systems of W3C EME, such as com.widevine.alpha, com.microsoft.playready and com.apple.fps. */
export const DRM_SYSTEMS = ['widevine', 'playready', 'fairplay', 'clearkey', 'wiseplay', 'other'] as const;

/** Network connections. Source: W3C Network Information, `ConnectionType`. */
export const NETWORK_TYPES = [
  ...(['bluetooth', 'cellular', 'ethernet', 'mixed', 'none', 'other', 'unknown', 'wifi', 'wimax'] as const),
] as const;

/** What is known about a consent. Source: Google consent mode, and `unknown` as long as the viewer has not been asked. */
export const CONSENT_STATES = ['granted', 'denied', 'unknown'] as const;
