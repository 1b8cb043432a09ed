import type { PlayerEvent } from '../../domain/families/viewing';

/** The viewers that trouble affects: those with these values. Without a field, all of them. */
export type TroubledCohort = Partial<
  Pick<PlayerEvent, 'device_type' | 'cdn' | 'app_version' | 'content_id' | 'country' | 'stream_type'>
>;

/** A problem that affects many sessions while it lasts. */
export interface Trouble {
  /** Sessions fail to start, or stall again and again. */
  readonly kind: 'start-failures' | 'rebuffering';
  /** The affected share of the sessions, 0 to 1. */
  readonly share: number;
  readonly cohort: TroubledCohort;
}

/** The current trouble, if any. */
export class Troubles {
  current: Trouble | undefined;

  /** Whether trouble of this kind affects a session; `draw`, 0 to 1, is constant for a session. */
  affect(kind: Trouble['kind'], session: TroubledCohort, draw: number): boolean {
    const trouble = this.current;
    if (trouble?.kind !== kind || draw >= trouble.share) return false;
    return Object.entries(trouble.cohort).every(([field, value]) => session[field as keyof TroubledCohort] === value);
  }
}
