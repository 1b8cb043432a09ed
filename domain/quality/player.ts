import type { DeviceType, StreamType } from '../families/viewing';

/**
 * Who a report is about: what the cohorts of playback quality distinguish. It is a row, because JSON reads rows faster than
 * objects. `viewer`: 31 bits of a hash of the viewer's pseudonym, or of the session of nobody. They tell viewers apart and
 * name none.
 */
export type Player = readonly [
  deviceType: DeviceType,
  cdn: string | null,
  appVersion: string | null,
  contentId: string | null,
  country: string | null,
  streamType: StreamType | null,
  viewer: number,
];
