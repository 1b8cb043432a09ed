import { type SpendingEvent, spentOn } from './state-bounds';

/** The part of an event that says where in the title its playback is. */
export interface PositionEvent extends SpendingEvent {
  readonly sequence: number;
  readonly interval_ms?: number;
  readonly playhead_ms?: number;
  readonly playback_rate?: number;
}

/** Where a playback was at a time: what the last event that closed a playing interval reported. */
export interface PositionMark {
  /** Epoch ms. */
  readonly at: number;
  readonly sequence: number;
  readonly playheadMs: number;
}

/** What the end of a playback played without a position. */
export interface EndMark {
  /** Epoch ms. */
  readonly at: number;
  readonly sequence: number;
  readonly playingMs: number;
  readonly rate: number;
}

/** Whether an event closes a playing interval. Only what was played moves the position: a paused player repeats it. */
const closesPlaying = (event: PositionEvent): boolean => spentOn(event) === 'playing' && (event.interval_ms ?? 0) > 0;

/**
 * The position that an event reports; undefined if it reports none. A playing interval does not end at position 0: a
 * player that has released its media reports 0 with its last event.
 */
export const positionOf = (event: PositionEvent, at: number): PositionMark | undefined => {
  const { sequence, playhead_ms: playheadMs = 0 } = event;
  return closesPlaying(event) && playheadMs > 0 ? { at, sequence, playheadMs } : undefined;
};

/** What an event that ends its playback played without reporting a position. */
export const endMarkOf = (event: PositionEvent, at: number): EndMark => {
  const isSilent = closesPlaying(event) && (event.playhead_ms ?? 0) === 0;
  return {
    at,
    sequence: event.sequence,
    playingMs: isSilent ? (event.interval_ms ?? 0) : 0,
    rate: event.playback_rate ?? 1,
  };
};

/** The position of a playback in the title, ms; null if no event reported one. */
export const lastPosition = (mark: PositionMark | undefined, end: EndMark | undefined): number | null => {
  if (!mark) return null;
  if (!end || end.playingMs === 0) return mark.playheadMs;
  return mark.playheadMs + Math.round(Math.max(0, Math.min(end.playingMs, end.at - mark.at)) * end.rate);
};
