import type { SessionRecord, TitleFacts } from './session-record';

/** One playback, from the stream or from the lake: the input of features. */
export interface SessionSummary {
  readonly sessionId: string;
  readonly contentId: string;
  readonly deviceType: string;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** Time in the state playing. */
  readonly playingMs: number;
  /** Played to the end of the title. */
  readonly isCompleted: boolean;
  /** The viewer's last position; null for a live channel, and if no event has a position. */
  readonly positionMs: number | null;
  readonly facts: TitleFacts;
}

/** Summarizes the stream's record of a playback. */
export const summaryOf = (record: SessionRecord): SessionSummary => ({
  sessionId: record.sessionId,
  contentId: record.contentId,
  deviceType: record.deviceType,
  startedAt: record.first.at,
  endedAt: record.last.at,
  playingMs: record.playingMs,
  isCompleted: record.hasRequest && record.hasEnded,
  positionMs: record.isLive ? null : (record.position?.playheadMs ?? null),
  facts: record.facts,
});
