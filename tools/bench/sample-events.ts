import { schemaName } from '../../domain/families';
import {
  type EventsRequest,
  type PlayerEvent,
  VIEWING_DEFINITION,
  type ViewingEvent,
} from '../../domain/families/viewing';

const DEVICES = ['mobile', 'web', 'smart_tv', 'tablet', 'set_top_box', 'game_console'] as const;

const uuid = (index: number): string => `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;

/** Heartbeats of playing sessions, with every optional field that an ordinary player sends. */
const samplePlayerEvents = (count: number, now: number): readonly PlayerEvent[] =>
  Array.from({ length: count }, (_, index) => ({
    event_id: uuid(index),
    event: 'heartbeat',
    event_ts: now - (index % 7_000),
    sequence: index % 400,
    session_id: uuid(1_000_000 + (index % 400)),
    content_id: `title-${index % 90}`,
    viewer_id: `viewer-${index % 400}`,
    interval_ms: 10_000,
    state: 'playing',
    playhead_ms: 1_234_567 + index,
    device_type: DEVICES[index % DEVICES.length] ?? 'web',
    platform: 'tvOS 26.1',
    app_version: '8.14.2',
    country: 'DE',
    cdn: 'edge-a',
    stream_type: 'vod',
    bitrate_kbps: 4_800,
    throughput_kbps: 21_000,
    buffer_ms: 18_400,
    stall_count: 1,
    stall_ms: 640,
    dropped_frames: 3,
  }));

/** The same events as the stream carries them. */
export const sampleViewingEvents = (count: number, now: number): readonly ViewingEvent[] =>
  samplePlayerEvents(count, now).map((event) => ({
    ...event,
    viewer_id: 'm3b0yqWc4cYk1cYy3m5ZxVbq2l0o7WqQx1mJ8l5mB0E',
    viewer_key_id: 'k1',
    received_at: now,
    schema: schemaName(VIEWING_DEFINITION),
  }));

/** One request's body. */
export const sampleBody = (count: number, now: number): string => {
  const request: EventsRequest = { sent_at: now, events: samplePlayerEvents(count, now) };
  return JSON.stringify(request);
};
