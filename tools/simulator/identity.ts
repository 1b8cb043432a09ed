import type { PlayerEvent } from '../../domain/families/viewing';

/** The part of an event that says whose playback of which title it belongs to. */
export type Identity = Pick<PlayerEvent, 'content_id' | 'viewer_id' | 'consent'>;

/** The viewer that the pipeline may know: none if the event is anonymous or the consent is denied. */
export const knownViewerOf = ({ viewer_id, consent }: Omit<Identity, 'content_id'>): string | undefined =>
  consent === 'denied' ? undefined : viewer_id;
