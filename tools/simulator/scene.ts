import type { EventName, PlaybackState, PlayerEvent } from '../../domain/families/viewing';

/** The fields of an event whose interval lies in an ad break. */
export type AdFields = Pick<PlayerEvent, 'ad_break_id' | 'ad_position' | 'ad_id' | 'ad_pod_position'>;

/** A period of a session in one state, and the event that closes it. */
export interface Scene extends Partial<Closing> {
  readonly state: PlaybackState;
  readonly durationMs: number;
  /** The ad break that the scene is a part of. */
  readonly ad?: AdFields;
}

/** The event that closes a scene. In a scene without an event the player vanishes. */
export interface Closing {
  readonly event: EventName;
  /**
   * Additional fields, and the bitrate after the event: an event's own bitrate is that of the interval which it closes.
   */
  readonly fields?: Pick<PlayerEvent, 'error_code' | 'error_fatal' | 'error_business'> & {
    readonly nextBitrateKbps?: number;
  };
  /** How far the position jumps. */
  readonly seekMs?: number;
}
