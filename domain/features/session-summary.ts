import type { SessionRecord, TitleFacts } from './session-record';

/** What features are made of: one playback, whether the stream or the lake tells of it. */
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
  /** Where the viewer was at last; of a live channel, and where no event told, null. */
  readonly positionMs: number | null;
  readonly facts: TitleFacts;
}

/** A playback as the stream has told of it so far. */
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
