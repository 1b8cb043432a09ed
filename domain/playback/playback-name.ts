/** What identifies a playback: one session of one viewer with one title. Null: an anonymous viewer. */
export interface PlaybackName {
  readonly session_id: string;
  readonly content_id: string;
  readonly viewer_id?: string | null;
}

/**
 * A playback's name as one text, the key of a map. A session in which the title or the viewer changes is several
 * playbacks, one for each pair. The separator is a control character, which no field may hold.
 */
export const playbackText = ({ session_id, content_id, viewer_id }: PlaybackName): string =>
  `${session_id}\n${content_id}\n${viewer_id ?? ''}`;
