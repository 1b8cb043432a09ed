import type { DeviceType, PlayerEvent } from '../../domain/families/viewing';
import { type Acknowledgement, clockShiftOf } from './clock';
import { knownViewerOf } from './identity';

/** The distance between instants. It is defined here again, because the check shares no code with the pipeline. */
const INSTANT_MS = 10_000;

/** The number of streams at an instant, as far as the collector has acknowledged their events. */
export interface InstantTruth {
  readonly instantMs: number;
  /** Sessions, each once for each of its viewers, that were playing, rebuffering or in an ad break. */
  readonly total: number;
  /** Those of them that were rebuffering; waiting for an ad is no rebuffering. */
  readonly rebuffering: number;
  readonly byDevice: ReadonlyMap<DeviceType, number>;
  /** By content_id. */
  readonly byTitle: ReadonlyMap<string, number>;
}

/** One session of one viewer with one title. */
interface Playback {
  readonly contentId: string;
  readonly viewerId: string | undefined;
  readonly deviceType: DeviceType;
  /** What the session shows to this viewer; all titles of it count as one stream. */
  readonly stream: object;
  /** When it was requested and ended, by the collector's clock, epoch ms. The earliest of each counts. */
  requestedMs: number;
  endedMs: number;
}

/** The simulator's own count of concurrent streams, with which the pipeline's counts are compared. */
export class Truth {
  private readonly instants = new Map<number, Presence>();
  /** By the number of the session; an honest session is one playback. */
  private readonly playbacks = new Map<number, Playback[]>();

  /**
   * Adds the events of a session that one answer acknowledged. Adding them again changes nothing, unless the clock is
   * corrected differently.
   */
  record(sessionNumber: number, events: readonly PlayerEvent[], acknowledgement: Acknowledgement): void {
    const { shiftMs } = clockShiftOf(acknowledgement);
    for (const one of events) {
      const { event, event_ts, interval_ms = 0, state, error_fatal, ad_break_id } = one;
      const endMs = event_ts + shiftMs;
      const playback = this.playbackOf(sessionNumber, one);
      if (event === 'play_request') playback.requestedMs = Math.min(playback.requestedMs, endMs);
      if (event === 'quit' || event === 'ended' || error_fatal === true)
        playback.endedMs = Math.min(playback.endedMs, endMs);
      if (state !== 'playing' && state !== 'rebuffering') continue;
      const firstMs = Math.ceil((endMs - interval_ms) / INSTANT_MS) * INSTANT_MS;
      for (let instantMs = firstMs; instantMs < endMs; instantMs += INSTANT_MS) {
        this.presenceAt(instantMs).add(playback, state === 'playing' || ad_break_id !== undefined);
      }
    }
  }

  /** The counts at an instant, epoch ms; zeros without streams, and for a dropped instant. */
  at(instantMs: number): InstantTruth {
    return (this.instants.get(instantMs) ?? new Presence()).countsAt(instantMs);
  }

  /** The instants with streams, in order. */
  known(): number[] {
    return [...this.instants.keys()].sort((one, other) => one - other);
  }

  /** Drops earlier instants, so that memory does not grow. */
  forget(beforeMs: number): void {
    for (const instantMs of this.instants.keys()) if (instantMs < beforeMs) this.instants.delete(instantMs);
  }

  private playbackOf(sessionNumber: number, event: PlayerEvent): Playback {
    const ofSession = this.playbacks.get(sessionNumber) ?? [];
    if (ofSession.length === 0) this.playbacks.set(sessionNumber, ofSession);
    const { content_id: contentId, device_type: deviceType } = event;
    const viewerId = knownViewerOf(event);
    const ofViewer = ofSession.filter((one) => one.viewerId === viewerId);
    const known = ofViewer.find((one) => one.contentId === contentId);
    if (known) return known;
    const stream = ofViewer[0]?.stream ?? {};
    const playback = { contentId, viewerId, deviceType, stream, requestedMs: Infinity, endedMs: Infinity };
    ofSession.push(playback);
    return playback;
  }

  private presenceAt(instantMs: number): Presence {
    const known = this.instants.get(instantMs);
    if (known) return known;
    const presence = new Presence();
    this.instants.set(instantMs, presence);
    return presence;
  }
}

/** What a stream shows at an instant. */
interface Shown extends Pick<Playback, 'contentId' | 'deviceType'> {
  readonly plays: boolean;
}

/** The playbacks at one instant. */
class Presence {
  /** Whether a playback plays: one that reports playing and rebuffering was playing. */
  private readonly playing = new Map<Playback, boolean>();

  add(playback: Playback, plays: boolean): void {
    this.playing.set(playback, plays || this.playing.get(playback) === true);
  }

  /** Counts each stream once, with those of its playbacks that had been requested and had not ended. */
  countsAt(instantMs: number): InstantTruth {
    const streams = new Map<object, Shown>();
    for (const [playback, plays] of this.playing) {
      const { stream, contentId, deviceType } = playback;
      if (isWithin(playback, instantMs))
        streams.set(stream, merge(streams.get(stream), { contentId, deviceType, plays }));
    }
    const [byDevice, byTitle] = [new Map<DeviceType, number>(), new Map<string, number>()];
    let rebuffering = 0;
    for (const { contentId, deviceType, plays } of streams.values()) {
      if (!plays) rebuffering += 1;
      byDevice.set(deviceType, (byDevice.get(deviceType) ?? 0) + 1);
      byTitle.set(contentId, (byTitle.get(contentId) ?? 0) + 1);
    }
    return { instantMs, total: streams.size, rebuffering, byDevice, byTitle };
  }
}

const isWithin = ({ requestedMs, endedMs }: Playback, instantMs: number): boolean => {
  const isBefore = requestedMs <= endedMs && requestedMs !== Infinity && instantMs < requestedMs;
  return !isBefore && instantMs < endedMs;
};

/** Of two titles in one stream at one instant, live counts show the first in the order of their ids. */
const merge = (known: Shown | undefined, other: Shown): Shown =>
  known
    ? {
        ...known,
        contentId: known.contentId < other.contentId ? known.contentId : other.contentId,
        plays: known.plays || other.plays,
      }
    : other;
