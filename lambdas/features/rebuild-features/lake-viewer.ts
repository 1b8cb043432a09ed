import type { SessionSummary } from '../../../domain/features/session-summary';

/** The playbacks of a viewer in the lake, without facts from the catalog. */
export interface LakeViewer {
  /** The pseudonym. */
  readonly viewerId: string;
  readonly sessions: readonly SessionSummary[];
}

type Row = Readonly<Record<string, unknown>>;

/**
 * Converts a row of sql/features/viewer-sessions.sql. Integers are 64 bits wide in Parquet; here they are epoch ms or
 * durations.
 */
export const toLakeViewer = (row: Row): LakeViewer => {
  const listOf = (column: string): readonly unknown[] => {
    const values = row[column];
    if (!Array.isArray(values)) throw new TypeError(`Column ${column} of the query result is not a list.`);
    return values;
  };
  const [contentIds, deviceTypes] = [listOf('content_ids'), listOf('device_types')];
  const [startedAts, endedAts, playedAts] = [listOf('started_ats'), listOf('ended_ats'), listOf('last_played_ats')];
  const [playingMss, completeds, positionMss] = [listOf('playing_mss'), listOf('completeds'), listOf('position_mss')];
  return {
    viewerId: String(row['viewer_id']),
    sessions: listOf('session_ids').map((sessionId, index) => ({
      sessionId: String(sessionId),
      contentId: String(contentIds[index]),
      deviceType: String(deviceTypes[index]),
      startedAt: Number(startedAts[index]),
      endedAt: Number(endedAts[index]),
      lastPlayedAt: numberOrNull(playedAts[index]),
      playingMs: Number(playingMss[index]),
      isCompleted: completeds[index] === true,
      positionMs: numberOrNull(positionMss[index]),
      facts: {},
    })),
  };
};

const numberOrNull = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value));
