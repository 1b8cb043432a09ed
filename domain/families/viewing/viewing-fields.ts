import { ENVELOPE, VIEWER } from '../envelope';
import type { FieldDefinitions } from '../field';
import { assignments, boolean, countryCode, integer, milliseconds, number, oneOf, text } from '../field-types';
import { AD_FIELDS } from './ad-fields';
import { CONTEXT_FIELDS } from './context-fields';
import { DEVICE_TYPES, EVENT_NAMES, PLAYBACK_STATES, STREAM_TYPES } from './vocabulary';

/** A longer interval is refused: a sleeping laptop must not add hours. */
export const MAX_INTERVAL_MS = 120_000;

const DAY_MS = 86_400_000;
const YEAR_MS = 366 * DAY_MS;
const MAX_COUNT = 1_000_000_000;
/** Ultra HD Blu-ray, the densest video that viewers get, reaches 128 Mbit/s; more is a value in another unit. */
const MAX_BITRATE_KBPS = 200_000;
/** The bound of a network link of 10 Gbit/s. */
const MAX_THROUGHPUT_KBPS = 10_000_000;

const ms = (max: number) => ({ type: milliseconds(max), unit: 'ms' }) as const;
const kbps = (max: number) => ({ type: integer(0, max), unit: 'kbit/s' }) as const;
const count = integer(0, MAX_COUNT);

const CLOSES_NO_INTERVAL = { event: ['play_request'] } as const;
const IS_ERROR = { event: ['error'] } as const;
const IS_FIRST_FRAME = { event: ['playing'], state: ['starting'] } as const;

const ANONYMOUS = 'Without it, the viewer is anonymous.';

/** The fields of a viewing event. Append only: the warehouse loads the columns of a file by their position. */
export const VIEWING_FIELDS = {
  event_id: ENVELOPE.event_id,
  event: {
    type: oneOf(EVENT_NAMES),
    required: true,
    source: 'CTA-2066 player events; CMCD `e`',
    meaning: 'What happened.',
  },
  event_ts: ENVELOPE.event_ts,
  sequence: {
    type: count,
    required: true,
    source: 'CMCD `sn`',
    meaning: 'Position of the event in its session, counted by 1; a gap is a lost event.',
  },
  session_id: { type: text(64), required: true, source: 'CMCD `sid`', meaning: 'One playback of one title.' },
  content_id: { type: text(128), required: true, source: 'CMCD `cid`', meaning: 'The title.' },
  viewer_id: { ...VIEWER.viewer_id, required: false, meaning: `${VIEWER.viewer_id.meaning} ${ANONYMOUS}` },
  viewer_key_id: { ...VIEWER.viewer_key_id, required: false },
  interval_ms: {
    type: milliseconds(MAX_INTERVAL_MS, 'int'),
    unit: 'ms',
    required: { exceptWhere: CLOSES_NO_INTERVAL },
    meaning: "Time since the session's previous event: the interval that this event closes.",
    advice: 'if more time has passed, as after a sleep or with a throttled timer, send 0, or one event for each 120 s',
  },
  state: {
    type: oneOf(PLAYBACK_STATES),
    required: { exceptWhere: CLOSES_NO_INTERVAL },
    source: 'CMCD `sta`',
    meaning: 'The state of the player during the whole interval.',
  },
  playhead_ms: { ...ms(YEAR_MS), required: false, source: 'CMCD `pt`', meaning: 'Position in the title.' },
  playback_rate: {
    type: number(0, 64),
    required: false,
    source: 'CMCD `pr`',
    meaning: 'Speed of playback during the interval; 1 if absent.',
  },
  device_type: { type: oneOf(DEVICE_TYPES), required: true, meaning: 'Class of the device.' },
  platform: { type: text(128), required: false, meaning: 'Operating system or device platform, with its version.' },
  app_version: { type: text(128), required: false, meaning: 'Version of the app or player.' },
  country: {
    type: countryCode,
    required: false,
    meaning: 'Where the viewer is.',
    atEdge: 'Is replaced by the country that the edge knows (`CloudFront-Viewer-Country`), if it knows one.',
  },
  cdn: { type: text(128), required: false, source: 'CMCD `cdn`', meaning: 'The CDN that delivers the media.' },
  stream_type: {
    type: oneOf(STREAM_TYPES),
    required: true,
    source: 'CMCD `st`',
    meaning: 'Video on demand or a live channel.',
  },
  bitrate_kbps: {
    ...kbps(MAX_BITRATE_KBPS),
    required: false,
    source: 'CMCD `br`',
    meaning: 'Bitrate of the rendition that played during the interval.',
  },
  throughput_kbps: {
    ...kbps(MAX_THROUGHPUT_KBPS),
    required: false,
    source: 'CMCD `mtp`',
    meaning: 'Measured network throughput.',
  },
  buffer_ms: { ...ms(DAY_MS), required: false, source: 'CMCD `bl`', meaning: 'Media in the buffer.' },
  stall_count: {
    type: count,
    required: false,
    source: 'CMCD `bsa`',
    meaning: 'Stalls since the start of the session, without ad breaks: cumulative, so a lost event loses no stall.',
  },
  stall_ms: {
    ...ms(DAY_MS),
    required: false,
    source: 'CMCD `bsda`',
    meaning: 'Time stalled since the start of the session, without ad breaks: cumulative.',
  },
  startup_ms: {
    ...ms(DAY_MS),
    required: { where: IS_FIRST_FRAME },
    source: 'CTA-2066 startup time; CMCD `msd`',
    meaning: 'Time from `play_request` to the first frame of the content, without ad breaks.',
  },
  dropped_frames: {
    type: count,
    required: false,
    source: 'CMCD `dfa`',
    meaning: 'Frames dropped since the start of the session: cumulative.',
  },
  error_code: { type: text(128), required: { where: IS_ERROR }, source: 'CMCD `ec`', meaning: 'Code of the error.' },
  error_fatal: { type: boolean, required: { where: IS_ERROR }, meaning: 'Whether the error ended the playback.' },
  error_business: {
    type: boolean,
    required: { where: IS_ERROR },
    source: 'Mux error categories',
    meaning: 'Whether the cause is a business rule, such as entitlement or geography, and not a fault of playback.',
  },
  experiments: {
    type: assignments(16),
    required: false,
    meaning: 'The A/B assignments that the session is exposed to.',
  },
  received_at: ENVELOPE.received_at,
  client_event_ts: ENVELOPE.client_event_ts,
  schema: ENVELOPE.schema,
  ...AD_FIELDS,
  ...CONTEXT_FIELDS,
  clock_offset_ms: ENVELOPE.clock_offset_ms,
} as const satisfies FieldDefinitions;
