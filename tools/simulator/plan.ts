import type { EventName, PlaybackState, PlayerEvent } from '../../domain/families/viewing';
import { adOf } from './ad-breaks';
import type { Title } from './catalog';
import type { Random } from './random';
import { drawShape, type Shape } from './shape';
import type { Scene } from './scene';
import { drawFailedStart, drawStory } from './storyline';

/** The fields that all events of a session share. */
export type SessionFields = Pick<
  PlayerEvent,
  | 'session_id'
  | 'content_id'
  | 'stream_type'
  | 'viewer_id'
  | 'consent'
  | 'device_type'
  | 'platform'
  | 'app_version'
  | 'country'
  | 'cdn'
  | 'experiments'
  | 'player_name'
  | 'player_version'
  | 'network_type'
>;

/** One event of a session, without its id and its timestamp. */
export interface Step {
  /** The time since the session's start. */
  readonly offsetMs: number;
  readonly fields: Omit<PlayerEvent, keyof SessionFields | 'event_id' | 'event_ts'>;
}

/** How often a player reports while nothing happens: at most every 120 s, the longest allowed interval. */
export interface Pace {
  readonly heartbeatMs: number;
  readonly pausedHeartbeatMs: number;
}

/** The effects of the current trouble on one session. */
export interface TroubleEffects {
  readonly failsToStart: boolean;
  /** Called again and again while the session plays. */
  readonly stalls: () => boolean;
}

const NO_TROUBLE: TroubleEffects = { failsToStart: false, stalls: () => false };

/**
 * The events of one session: each step closes the interval since the step before it. The same generator state gives the
 * same steps. Steps are created on demand, so that a crowd does not hold its heartbeats in memory.
 */
export function* planSession(
  random: Random,
  title: Title,
  pace: Pace,
  traced?: Shape,
  effects = NO_TROUBLE,
): Generator<Step, void, void> {
  const shape = traced ? fitTo(title, traced) : drawShape(random, title);
  const walk = new Walk(random, title, shape, pace, effects.stalls);
  yield { offsetMs: 0, fields: { event: 'play_request', sequence: 0 } };
  const story = effects.failsToStart ? drawFailedStart(random) : drawStory(random, shape);
  for (const scene of story) yield* walk.play(scene);
}

/** The quit event of a viewer who leaves between two steps. */
export const quitBetween = (previous: Step, next: Step, offsetMs: number): Step => {
  const { sequence, playhead_ms, stall_count = 0, stall_ms = 0 } = previous.fields;
  const { state = 'starting', playback_rate, bitrate_kbps } = next.fields;
  const intervalMs = offsetMs - previous.offsetMs;
  const ad = adOf(next.fields);
  const isContent = ad.ad_break_id === undefined;
  const playedMs = state === 'playing' && isContent ? Math.round(intervalMs * (playback_rate ?? 1)) : 0;
  return {
    offsetMs,
    fields: {
      event: 'quit',
      sequence: sequence + 1,
      interval_ms: intervalMs,
      state,
      stall_count,
      stall_ms: stall_ms + (state === 'rebuffering' && isContent ? intervalMs : 0),
      ...(playhead_ms !== undefined && { playhead_ms: playhead_ms + playedMs }),
      ...(playback_rate !== undefined && { playback_rate }),
      ...(bitrate_kbps !== undefined && { bitrate_kbps }),
      ...ad,
    },
  };
};

const fitTo = (title: Title, shape: Shape): Shape =>
  title.streamType === 'live'
    ? { ...shape, toTheEnd: false }
    : { ...shape, playingMs: Math.min(shape.playingMs, title.durationMs) };

/** In a storm of stalls: the time between two stalls, and the length of a stall. */
const STORM_PLAYS_MS = [1_000, 3_000] as const;
const STORM_STALLS_MS = [2_000, 5_000] as const;

const FASTER_RATES = [1.25, 1.5, 2];

/** Iterates over a session's scenes, creates the events and keeps the sums that they carry. */
class Walk {
  private offsetMs = 0;
  private sequence = 0;
  private stallCount = 0;
  private stallMs = 0;
  private adMs = 0;
  private droppedFrames = 0;
  private bitrateKbps: number | undefined;
  private playheadMs: number;
  private readonly rate: number;
  private heartbeatDueMs: number;
  private paused = false;

  constructor(
    private readonly random: Random,
    private readonly title: Title,
    shape: Shape,
    private readonly pace: Pace,
    private readonly stalls: () => boolean,
  ) {
    const fast = title.streamType === 'vod' && !shape.toTheEnd && random.chance(0.04);
    this.rate = fast ? random.pick(FASTER_RATES) : 1;
    const lengthMs = title.streamType === 'vod' ? title.durationMs : 0; // a live channel has no position to start from
    const latestStartMs = Math.max(0, lengthMs - shape.playingMs * this.rate);
    const resumes = random.chance(0.4);
    this.playheadMs = Math.round(shape.toTheEnd ? latestStartMs : resumes ? random.uniform(0, latestStartMs) : 0);
    this.heartbeatDueMs = Math.round(random.uniform(0, pace.heartbeatMs)); // spreads the heartbeats of a crowd
  }

  *play(scene: Scene): Generator<Step, void, void> {
    const everyMs = this.setPace(scene.state === 'paused');
    let endMs = this.offsetMs + scene.durationMs;
    while (this.heartbeatDueMs < endMs || scene.state === 'playing') {
      const stall = scene.state === 'playing' && !scene.ad ? this.drawStall() : undefined;
      if (stall && stall.atMs < Math.min(endMs, this.heartbeatDueMs)) {
        yield this.close(stall.atMs, scene, 'buffer_start', {});
        yield* this.play({ state: 'rebuffering', durationMs: stall.durationMs, event: 'buffer_end' });
        endMs += stall.durationMs;
        continue;
      }
      if (this.heartbeatDueMs >= endMs) break;
      yield this.close(this.heartbeatDueMs, scene, 'heartbeat', this.vitals(scene.state));
      this.heartbeatDueMs += everyMs;
    }
    if (!scene.event) return;
    const { nextBitrateKbps, ...extra } = scene.fields ?? {};
    const first = scene.state === 'starting' && scene.event === 'playing';
    const fields = { ...extra, ...(first && { startup_ms: endMs - this.adMs }) };
    yield this.close(endMs, scene, scene.event, fields, scene.seekMs);
    this.bitrateKbps = nextBitrateKbps ?? this.bitrateKbps;
  }

  /** The next stall of a storm; undefined if there is no storm. */
  private drawStall(): { readonly atMs: number; readonly durationMs: number } | undefined {
    if (!this.stalls()) return undefined;
    const atMs = this.offsetMs + Math.round(this.random.uniform(...STORM_PLAYS_MS));
    return { atMs, durationMs: Math.round(this.random.uniform(...STORM_STALLS_MS)) };
  }

  /** Restarts the heartbeat's timer when its period changes. */
  private setPace(paused: boolean): number {
    const everyMs = paused ? this.pace.pausedHeartbeatMs : this.pace.heartbeatMs;
    if (paused !== this.paused) this.heartbeatDueMs = this.offsetMs + everyMs;
    this.paused = paused;
    return everyMs;
  }

  private close(
    atMs: number,
    { state, ad }: Pick<Scene, 'state' | 'ad'>,
    event: EventName,
    fields: Partial<Step['fields']>,
    seekMs = 0,
  ): Step {
    const intervalMs = atMs - this.offsetMs;
    this.offsetMs = atMs;
    if (ad) this.adMs += intervalMs;
    else if (state === 'rebuffering') this.stallMs += intervalMs;
    if (event === 'buffer_start') this.stallCount += 1;
    this.move((state === 'playing' && !ad ? intervalMs * this.rate : 0) + seekMs);
    if (event === 'ended') this.playheadMs = this.title.durationMs; // seeks may have changed the position
    return {
      offsetMs: atMs,
      fields: {
        event,
        sequence: (this.sequence += 1),
        interval_ms: intervalMs,
        state,
        stall_count: this.stallCount,
        stall_ms: this.stallMs,
        ...(this.title.streamType === 'vod' && { playhead_ms: Math.floor(this.playheadMs) }),
        ...(this.rate !== 1 && !ad && { playback_rate: this.rate }),
        ...(this.bitrateKbps !== undefined && !ad && { bitrate_kbps: this.bitrateKbps }),
        ...ad,
        ...fields,
      },
    };
  }

  private move(byMs: number): void {
    this.playheadMs = Math.min(Math.max(this.playheadMs + byMs, 0), this.title.durationMs);
  }

  private vitals(state: PlaybackState): Partial<Step['fields']> {
    const { random, bitrateKbps } = this;
    if (state === 'playing' && random.chance(0.1)) this.droppedFrames += random.below(20);
    return {
      buffer_ms: state === 'rebuffering' || state === 'starting' ? 0 : Math.round(random.uniform(2_000, 30_000)),
      dropped_frames: this.droppedFrames,
      ...(bitrateKbps !== undefined && { throughput_kbps: Math.round(bitrateKbps * random.uniform(1.1, 4)) }),
    };
  }
}
