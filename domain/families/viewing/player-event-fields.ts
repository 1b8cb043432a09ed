import { isCountryCode, isExperiments, isInteger, isNumber, isText, isUuid } from '..';
import { DEVICE_TYPES, EVENT_NAMES, PLAYBACK_STATES, type PlayerEvent, STREAM_TYPES } from './viewing-event';

/** One field of an event: what it must be, as a check and in words that end the sentence "<field> …". */
export interface Field {
  /** Takes undefined as well where the field is optional. */
  readonly accepts: (value: unknown) => boolean;
  readonly must: string;
  readonly required: boolean;
}

/** An interval longer than this is refused: a sleeping laptop must not add hours. */
export const MAX_INTERVAL_MS = 120_000;

const DAY_MS = 86_400_000;
const YEAR_MS = 366 * DAY_MS;
const MAX_COUNT = 1_000_000_000;
const MAX_KBPS = 10_000_000;
const MAX_RATE = 64;

/** Epoch ms from which on a clock is not skewed but broken: the year 2100. */
export const MAX_EPOCH_MS = Date.UTC(2100, 0, 1);

const names = new Set<unknown>(EVENT_NAMES);
const states = new Set<unknown>(PLAYBACK_STATES);
const devices = new Set<unknown>(DEVICE_TYPES);
const streamTypes = new Set<unknown>(STREAM_TYPES);

const required = (accepts: Field['accepts'], must: string): Field => ({ accepts, must, required: true });
const optional = (accepts: Field['accepts'], must: string): Field => ({ accepts, must, required: false });

const integer = (min: number, max: number): string => `must be an integer from ${min} to ${max}`;
const text = (max: number): string => `must be well-formed text of 1 to ${max} characters without control characters`;
const oneOf = (values: readonly string[]): string => `must be one of ${values.join(', ')}`;

/** Every field of an event as a player may send it; the compiler holds the list to {@link PlayerEvent}. */
export const PLAYER_EVENT_FIELDS = {
  event_id: required((v) => isUuid(v), 'must be a UUID such as 018f4e9c-5b1a-7c3e-9d2f-3a4b5c6d7e8f'),
  event: required((v) => names.has(v), oneOf(EVENT_NAMES)),
  event_ts: required((v) => isInteger(v, 0, MAX_EPOCH_MS), `${integer(0, MAX_EPOCH_MS)}, in epoch ms`),
  sequence: required((v) => isInteger(v, 0, MAX_COUNT), integer(0, MAX_COUNT)),
  session_id: required((v) => isText(v, 64), text(64)),
  content_id: required((v) => isText(v, 128), text(128)),
  viewer_id: required((v) => isText(v, 128), text(128)),
  interval_ms: optional((v) => v === undefined || isInteger(v, 0, MAX_INTERVAL_MS), integer(0, MAX_INTERVAL_MS)),
  state: optional((v) => v === undefined || states.has(v), oneOf(PLAYBACK_STATES)),
  playhead_ms: optional((v) => v === undefined || isInteger(v, 0, YEAR_MS), integer(0, YEAR_MS)),
  playback_rate: optional((v) => v === undefined || isNumber(v, 0, MAX_RATE), `must be a number from 0 to ${MAX_RATE}`),
  device_type: required((v) => devices.has(v), oneOf(DEVICE_TYPES)),
  platform: optional((v) => v === undefined || isText(v, 128), text(128)),
  app_version: optional((v) => v === undefined || isText(v, 128), text(128)),
  country: optional((v) => v === undefined || isCountryCode(v), 'must be an ISO 3166-1 alpha-2 code such as DE'),
  cdn: optional((v) => v === undefined || isText(v, 128), text(128)),
  stream_type: required((v) => streamTypes.has(v), oneOf(STREAM_TYPES)),
  bitrate_kbps: optional((v) => v === undefined || isInteger(v, 0, MAX_KBPS), integer(0, MAX_KBPS)),
  throughput_kbps: optional((v) => v === undefined || isInteger(v, 0, MAX_KBPS), integer(0, MAX_KBPS)),
  buffer_ms: optional((v) => v === undefined || isInteger(v, 0, DAY_MS), integer(0, DAY_MS)),
  stall_count: optional((v) => v === undefined || isInteger(v, 0, MAX_COUNT), integer(0, MAX_COUNT)),
  stall_ms: optional((v) => v === undefined || isInteger(v, 0, DAY_MS), integer(0, DAY_MS)),
  startup_ms: optional((v) => v === undefined || isInteger(v, 0, DAY_MS), integer(0, DAY_MS)),
  dropped_frames: optional((v) => v === undefined || isInteger(v, 0, MAX_COUNT), integer(0, MAX_COUNT)),
  error_code: optional((v) => v === undefined || isText(v, 128), text(128)),
  error_fatal: optional((v) => v === undefined || typeof v === 'boolean', 'must be true or false'),
  error_business: optional((v) => v === undefined || typeof v === 'boolean', 'must be true or false'),
  experiments: optional(
    (v) => v === undefined || isExperiments(v),
    'must be at most 16 objects {id, variant}, both well-formed text of 1 to 128 characters without control characters',
  ),
} satisfies Readonly<Record<keyof PlayerEvent, Field>>;
