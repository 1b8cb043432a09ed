import type { EventName, PlaybackState } from '../families/viewing';
import type { Player } from './player';

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
  /** Whom the events are of, each once. */
  readonly players: readonly Player[];
  readonly events: readonly QualityEvent[];
}

/**
 * What playback quality needs of an event. It is a row, because JSON reads rows faster than objects.
 * `state`: what the event ended; null for a request. `intervalMs`: the interval of the content that it closes, 0 if it closes
 * none. `ageMs`: how long before its receipt it happened. `session`: 31 bits of a hash of the session id, which tell sessions
 * apart and name none. `player`: its place among the players of the report. `startupMs`: of a first frame, otherwise null.
 * `errorCode`: of an error only; see shownCode.
 */
export type QualityEvent = readonly [
  event: EventName,
  state: PlaybackState | null,
  intervalMs: number,
  ageMs: number,
  session: number,
  player: number,
  startupMs: number | null,
  fatalError: FatalError | null,
  errorCode?: string,
];

/** A fault of playback, or a rule of the business, such as a missing entitlement. */
export type FatalError = 'fault' | 'business';

/** Whether the event is the first frame of a playback. Source: CTA-2066, Conviva. */
export const isFirstFrame = ([event, state]: QualityEvent): boolean => event === 'playing' && state === 'starting';

/** Whether the event ends its playback. Source: CTA-2066, end of a session. */
export const isEnd = (event: QualityEvent): boolean =>
  event[0] === 'quit' || event[0] === 'ended' || event[FATAL_ERROR] !== null;

const FATAL_ERROR = 7;

/** The code of an error; undefined if the event is none. */
export const errorIn = ({ [ERROR_CODE]: code }: QualityEvent): string | undefined => code;

const ERROR_CODE = 8;
