import type { DeviceType, EventName, PlaybackState } from '../families/viewing';

/** The report of one request about playback quality: a message of the queue `playback-quality`. */
export interface QualityReport {
  /** When the collector's edge received the request, epoch ms. */
  readonly received_at: number;
  /** Events of the request that were accepted, of any kind. */
  readonly accepted: number;
  /** Refused events; 1 if the request was refused before its events could be read. */
  readonly refused: number;
  /** Quality events that are left out because they are too old for the alarms. */
  readonly late: number;
  readonly events: readonly QualityEvent[];
}

/**
 * What playback quality needs of an event: no viewer, and a title only of an error. It is a row, because JSON reads rows faster than objects.
 * `state`: what the event ended; null for a request. `intervalMs`: the interval of the content that it closes, 0 if it closes
 * none. `ageMs`: how long before its receipt it happened. `session`: 31 bits of a hash of the session id, which tell sessions
 * apart and name none. `startupMs`: of a first frame, otherwise null. `error`: of an error only.
 */
export type QualityEvent = readonly [
  event: EventName,
  state: PlaybackState | null,
  intervalMs: number,
  ageMs: number,
  session: number,
  deviceType: DeviceType,
  cdn: string | null,
  startupMs: number | null,
  fatalError: FatalError | null,
  error?: ReportedError,
];

/** What an error needs to be counted by its code. `code`: see shownCode. */
export type ReportedError = readonly [code: string, appVersion: string | null, contentId: string];

/** A fault of playback, or a rule of the business, such as a missing entitlement. */
export type FatalError = 'fault' | 'business';

/** Whether the event is the first frame of a playback. Source: CTA-2066, Conviva. */
export const isFirstFrame = ([event, state]: QualityEvent): boolean => event === 'playing' && state === 'starting';

/** Whether the event ends its playback. Source: CTA-2066, end of a session. */
export const isEnd = (event: QualityEvent): boolean =>
  event[0] === 'quit' || event[0] === 'ended' || event[FATAL_ERROR] !== null;

const FATAL_ERROR = 8;

/** What an event says about its error; undefined if it is none. */
export const errorIn = ({ [ERROR]: error }: QualityEvent) =>
  error && { code: error[0], appVersion: error[1], contentId: error[2] };

const ERROR = 9;
