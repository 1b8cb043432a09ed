import { randomUUID } from 'node:crypto';
import type { PlayerEvent } from '../../domain/families/viewing';

/** The title that the sessions of smoke tests watch: whoever wants to leave them out of a question finds them by it. */
export const SMOKE_TITLE = 'playhead-smoke';

/** The cohort that they count in. */
export const SMOKE_DEVICE = 'game_console';

const SECOND_MS = 1_000;
/** Each plays for 20 s after a second of starting, which ends now: so two instants at least lie within. */
const PLAYED_MS = 20 * SECOND_MS;

/** One request's worth of sessions that ended just now, and one event that must be refused. */
export interface SmokeEvents {
  readonly sessionIds: readonly string[];
  /** What is to be accepted. */
  readonly valid: readonly PlayerEvent[];
  /** What is to be refused: its interval is longer than any may be. */
  readonly invalid: PlayerEvent;
}

/** Sessions of ordinary viewing, all of them ended at `now` (epoch ms). */
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
