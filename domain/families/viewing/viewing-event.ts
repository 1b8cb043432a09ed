import type { SentEventOf, StoredEventOf } from '../field';
import type { VIEWING_FIELDS } from './viewing-fields';

/** A viewing event as a player sends it. `VIEWING_FIELDS` describes the fields. */
export type PlayerEvent = SentEventOf<typeof VIEWING_FIELDS>;

/** A viewing event as the stream carries it: with the viewer's pseudonym, the corrected clock and the time of receipt. */
export type ViewingEvent = StoredEventOf<typeof VIEWING_FIELDS>;

/** What a player POSTs to /v1/events. */
export interface EventsRequest {
  /** Client clock when the request was sent, epoch ms. It shows how far that clock is off. */
  readonly sent_at: number;
  /** How far the collector's clock is ahead of the client's, as the client has measured it, ms. */
  readonly clock_offset_ms?: number;
  readonly events: readonly PlayerEvent[];
}
