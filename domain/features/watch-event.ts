import { VIEWING_DEFINITION, type ViewingEvent } from '../families/viewing';
import { eventReader } from '../ingest';

/** The part of a viewing event that features need. */
export type WatchEvent = Pick<
  ViewingEvent,
  | 'viewer_id'
  | 'session_id'
  | 'content_id'
  | 'device_type'
  | 'stream_type'
  | 'event'
  | 'event_ts'
  | 'received_at'
  | 'sequence'
  | 'interval_ms'
  | 'state'
  | 'playhead_ms'
  | 'playback_rate'
  | 'error_fatal'
  | 'ad_break_id'
  | 'client_event_ts'
  | 'clock_offset_ms'
>;

const TEXTS = ['session_id', 'content_id', 'device_type', 'stream_type', 'event'];
/** An event without a viewer is anonymous: it changes no features. */
const OPTIONAL_TEXTS = ['viewer_id', 'state', 'ad_break_id'];
const NUMBERS = ['event_ts', 'received_at', 'sequence'];
const OPTIONAL_NUMBERS = ['interval_ms', 'playhead_ms', 'client_event_ts', 'clock_offset_ms'];

const isWatchEvent = (line: unknown): line is WatchEvent => {
  if (typeof line !== 'object' || line === null) return false;
  const fields = new Map<string, unknown>(Object.entries(line));
  return (
    TEXTS.every((name) => typeof fields.get(name) === 'string') &&
    NUMBERS.every((name) => Number.isSafeInteger(fields.get(name))) &&
    OPTIONAL_NUMBERS.every((name) => !fields.has(name) || Number.isSafeInteger(fields.get(name))) &&
    OPTIONAL_TEXTS.every((name) => !fields.has(name) || typeof fields.get(name) === 'string') &&
    (!fields.has('playback_rate') || typeof fields.get('playback_rate') === 'number') &&
    (!fields.has('error_fatal') || typeof fields.get('error_fatal') === 'boolean')
  );
};

/** Reads the events of the stream for features. */
export const WATCH_EVENTS = eventReader(VIEWING_DEFINITION, isWatchEvent);
