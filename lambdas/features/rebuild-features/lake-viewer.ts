import type { SessionSummary } from '../../../domain/features/session-summary';

/** The playbacks of a viewer in the lake, without facts from the catalog. */
export interface LakeViewer {
  /** The pseudonym. */
  readonly viewerId: string;
  readonly sessions: readonly SessionSummary[];
}

type Row = Readonly<Record<string, unknown>>;

/** Converts a row of sql/features/viewer-sessions.sql. Integers are 64 bits wide in Parquet; here they are epoch ms or durations. */
export const toLakeViewer = (row: Row): LakeViewer => {
  const listOf = (column: string): readonly unknown[] => {
    const values = row[column];
    if (!Array.isArray(values)) throw new TypeError(`Column ${column} of the query result is not a list.`);
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
