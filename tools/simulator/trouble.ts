import type { DeviceType, PlayerEvent } from '../../domain/families/viewing';

/** What goes wrong for many at a time, while it lasts. */
export interface Trouble {
  /** Sessions fail to start, or stall again and again. */
  readonly kind: 'start-failures' | 'rebuffering';
  /** Of the sessions concerned, 0 to 1. */
  readonly share: number;
  /** Those on this device class alone. @default all */
  readonly deviceType?: DeviceType;
  /** Those served by this CDN alone. @default all */
  readonly cdn?: string;
}

/** The trouble that there is at the moment, if any. */
export class Troubles {
  current: Trouble | undefined;

  /** Whether trouble of this kind strikes a session; `luck`, 0 to 1, is the session's own and never changes. */
  strikes(
    kind: Trouble['kind'],
    { device_type, cdn }: Pick<PlayerEvent, 'device_type' | 'cdn'>,
    luck: number,
  ): boolean {
    const trouble = this.current;
    if (trouble?.kind !== kind) return false;
    const concerned =
      (trouble.deviceType ?? device_type) === device_type && (trouble.cdn === undefined || trouble.cdn === cdn);
    return concerned && luck < trouble.share;
  }
}
