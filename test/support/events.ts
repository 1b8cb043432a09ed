import fc from 'fast-check';
import type { Reception } from '../../domain/families';
import {
  DEVICE_TYPES,
  EVENT_NAMES,
  PLAYBACK_STATES,
  type PlayerEvent,
  STREAM_TYPES,
  type ViewingEvent,
} from '../../domain/families/viewing';
import { AD_POSITIONS, CONSENT_STATES, DRM_SYSTEMS, NETWORK_TYPES } from '../../domain/families/viewing/vocabulary';
import { type Keyring, pseudonymOf } from '../../domain/ingest';

/** The time of receipt in tests, epoch ms: an instant at which streams are counted. */
export const NOW = Date.UTC(2026, 10, 2, 20, 0, 0);

export const EVENT_ID = '018f4e9c-5b1a-7c3e-9d2f-3a4b5c6d7e8f';
export const KEYRING: Keyring = {
  current: { id: 'k2', key: 'second-key-of-at-least-32-characters' },
  keys: new Map([
    ['k1', 'first-key-of-at-least-32-characters'],
    ['k2', 'second-key-of-at-least-32-characters'],
  ]),
};

/** A valid heartbeat. */
export const anEvent = (fields: Partial<PlayerEvent> = {}): PlayerEvent => ({
  event_id: EVENT_ID,
  event: 'heartbeat',
  event_ts: NOW - 1_000,
  sequence: 7,
  session_id: 'session-1',
  content_id: 'title-1',
  viewer_id: 'alice@example.com',
  interval_ms: 10_000,
  state: 'playing',
  device_type: 'web',
  stream_type: 'vod',
  ...fields,
});

/** The fields of an event without these. */
export const without = (event: object, ...names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(event).filter(([name]) => !names.includes(name)));

/** A valid heartbeat as the collector sends it on. */
export const aViewingEvent = (fields: Partial<ViewingEvent> = {}): ViewingEvent => ({
  ...anEvent(),
  viewer_id: 'p'.repeat(43),
  viewer_key_id: 'k2',
  received_at: NOW,
  ...fields,
});

/** The nth event id. */
export const eventId = (n: number): string => `018f4e9c-5b1a-7c3e-9d2f-${String(n).padStart(12, '0')}`;

export const RECEPTION: Reception = {
  receivedAt: NOW,
  pseudonymOf: (viewerId) => pseudonymOf(KEYRING, viewerId),
};

/** Any text that a player may send. */
export const texts = (maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: 'grapheme', minLength: 1, maxLength }).filter((text) => text.length <= maxLength);

const whole = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max });

/** Any event that is valid according to docs/events.md. */
export const playerEvents = (): fc.Arbitrary<PlayerEvent> =>
  fc.tuple(eventsOfAnyAge(), adBreaks(), contexts()).map(([event, adBreak, context]) => {
    const ageMs = (event.interval_ms ?? 0) + Math.max(0, event.sequence - 1) * 120_000;
    const totals = { ...limited(event, 'startup_ms', ageMs), ...limited(event, 'stall_ms', ageMs) };
    return { ...event, ...totals, ...adBreak, ...context };
  });

const OPTIONAL = { requiredKeys: [] };

/** The fields of an ad break, or none. */
const adBreaks = (): fc.Arbitrary<Partial<PlayerEvent>> =>
  fc.option(
    fc.record(
      {
        ad_break_id: texts(64),
        ad_position: fc.constantFrom(...AD_POSITIONS),
        ad_id: texts(128),
        ad_pod_position: fc.integer({ min: 1, max: 1_000 }),
      },
      { requiredKeys: ['ad_break_id'] },
    ),
    { nil: {}, freq: 2 },
  );

/** Some of the fields about the player, the keys, the network and the sitting. */
const contexts = (): fc.Arbitrary<Partial<PlayerEvent>> => {
  const drm = fc.record(
    { drm_system: fc.constantFrom(...DRM_SYSTEMS), licence_ms: whole(600_000) },
    { requiredKeys: ['drm_system'] },
  );
  const player = fc.record({ player_name: texts(64), player_version: texts(64) }, { requiredKeys: ['player_name'] });
  const others = fc.record(
    {
      live_latency_ms: whole(86_400_000),
      error_message: texts(160),
      network_type: fc.constantFrom(...NETWORK_TYPES),
      remote_playback: fc.boolean(),
      view_id: texts(64),
      consent: fc.constantFrom(...CONSENT_STATES),
    },
    OPTIONAL,
  );
  return fc
    .tuple(fc.option(drm, { nil: {} }), fc.option(player, { nil: {} }), others)
    .map(([keys, software, rest]) => ({ ...keys, ...software, ...rest }));
};

const limited = (event: PlayerEvent, field: 'startup_ms' | 'stall_ms', max: number): object =>
  event[field] === undefined ? {} : { [field]: Math.min(event[field], max) };

/** Any event whose fields are each valid on their own. */
const eventsOfAnyAge = (): fc.Arbitrary<PlayerEvent> =>
  fc.record(
    {
      event_id: fc.uuid(),
      event: fc.constantFrom(...EVENT_NAMES.filter((name) => name !== 'play_request')),
      event_ts: fc.integer({ min: NOW - 86_400_000, max: NOW }),
      sequence: whole(1_000_000),
      session_id: texts(64),
      content_id: texts(128),
      viewer_id: texts(128),
      interval_ms: whole(120_000),
      state: fc.constantFrom(...PLAYBACK_STATES),
      playhead_ms: whole(86_400_000),
      playback_rate: fc.constantFrom(0, 0.5, 1, 1.25, 2),
      device_type: fc.constantFrom(...DEVICE_TYPES),
      platform: texts(128),
      app_version: texts(128),
      country: fc.constantFrom('DE', 'BR', 'JP'),
      cdn: texts(128),
      stream_type: fc.constantFrom(...STREAM_TYPES),
      bitrate_kbps: whole(100_000),
      throughput_kbps: whole(1_000_000),
      buffer_ms: whole(600_000),
      stall_count: whole(10_000),
      stall_ms: whole(3_600_000),
      startup_ms: whole(600_000),
      dropped_frames: whole(1_000_000),
      error_code: texts(128),
      error_fatal: fc.boolean(),
      error_business: fc.boolean(),
      experiments: fc.array(fc.record({ id: texts(128), variant: texts(128) }), { maxLength: 16 }),
    },
    {
      requiredKeys: [
        ...(['event_id', 'event', 'event_ts', 'sequence', 'session_id', 'content_id'] as const),
        ...(['interval_ms', 'state', 'device_type', 'stream_type', 'startup_ms'] as const),
        ...(['error_code', 'error_fatal', 'error_business'] as const),
      ],
    },
  );
