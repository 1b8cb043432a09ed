import type { SessionSummary } from '../../../domain/features/session-summary';

/** A viewer's playbacks as the lake tells of them; of the catalog nothing yet. */
export interface LakeViewer {
  /** The pseudonym. */
  readonly viewerId: string;
  readonly sessions: readonly SessionSummary[];
}

type Row = Readonly<Record<string, unknown>>;

/** A row of sql/athena/viewer-sessions.sql. Whole numbers are 64 bits wide in Parquet, and epoch ms or durations here. */
export const toLakeViewer = (row: Row): LakeViewer => {
  const listOf = (column: string): readonly unknown[] => {
    const values = row[column];
    if (!Array.isArray(values)) throw new TypeError(`The answer's ${column} is no list.`);
    return values;
  };
  const [contentIds, deviceTypes] = [listOf('content_ids'), listOf('device_types')];
  const [startedAts, endedAts] = [listOf('started_ats'), listOf('ended_ats')];
  const [playingMss, completeds, positionMss] = [listOf('playing_mss'), listOf('completeds'), listOf('position_mss')];
  return {
    viewerId: String(row['viewer_id']),
    sessions: listOf('session_ids').map((sessionId, place) => ({
      sessionId: String(sessionId),
      contentId: String(contentIds[place]),
      deviceType: String(deviceTypes[place]),
      startedAt: Number(startedAts[place]),
      endedAt: Number(endedAts[place]),
      playingMs: Number(playingMss[place]),
      isCompleted: completeds[place] === true,
      positionMs: isAbsent(positionMss[place]) ? null : Number(positionMss[place]),
      facts: {},
    })),
  };
};

const isAbsent = (value: unknown): boolean => value === null || value === undefined;
