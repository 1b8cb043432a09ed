import { randomUUID } from 'node:crypto';
import type { PlayerEvent } from '../../domain/families/viewing';

/** The title that the sessions of smoke tests watch. Queries can exclude these sessions by it. */
export const SMOKE_TITLE = 'playhead-smoke';

/** The cohort of these sessions. */
export const SMOKE_DEVICE = 'game_console';

const SECOND_MS = 1_000;
/** Each session starts for 1 s and plays for 20 s until now, so its playback covers at least two instants. */
const PLAYED_MS = 20 * SECOND_MS;

/** The events of one request: sessions that have just ended, and one event that the collector must refuse. */
export interface SmokeEvents {
  readonly sessionIds: readonly string[];
  readonly valid: readonly PlayerEvent[];
  /** Its interval is longer than the maximum. */
  readonly invalid: PlayerEvent;
}

/** Creates ordinary sessions that all end at `now`, epoch ms. */
export const smokeEvents = (now: number, sessions = 5): SmokeEvents => {
  const run = randomUUID();
  const sessionIds = Array.from({ length: sessions }, (_, index) => `smoke-${run}-${index}`);
  const valid = sessionIds.flatMap((sessionId) => session(sessionId, now));
  const invalid = {
    ...event(sessionIds[0] ?? '', 9, 'heartbeat', now),
    interval_ms: 200_000,
    state: 'playing',
  } as const;
  return { sessionIds, valid, invalid };
};

const session = (sessionId: string, now: number): readonly PlayerEvent[] => {
  const firstFrame = now - PLAYED_MS;
  const playing = { interval_ms: PLAYED_MS / 2, state: 'playing' } as const;
  return [
    event(sessionId, 0, 'play_request', firstFrame - SECOND_MS),
    {
      ...event(sessionId, 1, 'playing', firstFrame),
      interval_ms: SECOND_MS,
      state: 'starting',
      startup_ms: SECOND_MS,
      playhead_ms: 0,
    },
    { ...event(sessionId, 2, 'heartbeat', now - PLAYED_MS / 2), ...playing, playhead_ms: PLAYED_MS / 2 },
    { ...event(sessionId, 3, 'quit', now), ...playing, playhead_ms: PLAYED_MS },
  ];
};

const event = (sessionId: string, sequence: number, name: PlayerEvent['event'], at: number): PlayerEvent => ({
  event_id: randomUUID(),
  event: name,
  event_ts: at,
  sequence,
  session_id: sessionId,
  content_id: SMOKE_TITLE,
  viewer_id: sessionId,
  device_type: SMOKE_DEVICE,
  platform: 'smoke test',
  app_version: '0',
  cdn: 'smoke',
  stream_type: 'vod',
});
