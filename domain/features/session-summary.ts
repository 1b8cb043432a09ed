import { lastPosition, lengthWithin, limitsOf, offsetOf } from '../playback';
import type { SessionRecord, TitleFacts } from './session-record';

/** One playback, from the stream or from the lake: the input of features. */
export interface SessionSummary {
  readonly sessionId: string;
  readonly contentId: string;
  readonly deviceType: string;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** When the last playing interval ended, epoch ms; null if nothing was played. */
  readonly lastPlayedAt: number | null;
  /** Time in the state playing. */
  readonly playingMs: number;
  /** Played to the end of the title. */
  readonly isCompleted: boolean;
  /** The viewer's last position; null for a live channel, and if no event has a position. */
  readonly positionMs: number | null;
  readonly facts: TitleFacts;
}

/** Summarizes the stream's record of a playback. */
export const summaryOf = (record: SessionRecord): SessionSummary => {
  const { bounds, played, position, end, completedAt } = record;
  const offsetMs = offsetOf(record.clock);
  const { from, to } = limitsOf(bounds);
  const playingMs = played.settledMs + lengthWithin(played.ranges, from, to);
  const isPositionKept = position && position.at <= to;
  return {
    sessionId: record.sessionId,
    contentId: record.contentId,
    deviceType: record.deviceType,
    startedAt: offsetMs + (from === -Infinity ? record.beganAt : from),
    endedAt: offsetMs + Math.min(to, record.lastAt),
    lastPlayedAt: playingMs > 0 ? offsetMs + lastPlayed(record, from, to) : null,
    playingMs,
    isCompleted: from !== -Infinity && completedAt === to,
    positionMs: record.isLive ? null : lastPosition(isPositionKept ? position : undefined, end),
    facts: record.facts,
  };
};

/** The end of the last playing interval that is within the playback, by the sender's clock. */
const lastPlayed = ({ played: { ranges, settledUntil } }: SessionRecord, from: number, to: number): number => {
  for (let at = ranges.length - 2; at >= 0; at -= 2) {
    const [start = 0, stop = 0] = ranges.slice(at, at + 2);
    if (start < to && stop > from) return Math.min(stop, to);
  }
  return settledUntil;
};
