import type { DeviceType, PlayerEvent } from '../../domain/families/viewing';

/** A problem that affects many sessions while it lasts. */
export interface Trouble {
  /** Sessions fail to start, or stall again and again. */
  readonly kind: 'start-failures' | 'rebuffering';
  /** The affected share of the sessions, 0 to 1. */
  readonly share: number;
  /** Affects only this device type. @default - all */
  readonly deviceType?: DeviceType;
  /** Affects only this CDN. @default - all */
  readonly cdn?: string;
}

/** The current trouble, if any. */
export class Troubles {
  current: Trouble | undefined;

  /** Whether trouble of this kind affects a session; `draw`, 0 to 1, is constant for a session. */
  affect(kind: Trouble['kind'], { device_type, cdn }: Pick<PlayerEvent, 'device_type' | 'cdn'>, draw: number): boolean {
    const trouble = this.current;
    if (trouble?.kind !== kind) return false;
    const isInCohort =
      (trouble.deviceType ?? device_type) === device_type && (trouble.cdn === undefined || trouble.cdn === cdn);
    return isInCohort && draw < trouble.share;
  }
}
