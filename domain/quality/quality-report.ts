import { DEVICE_TYPES, EVENT_NAMES, PLAYBACK_STATES, type PlayerEvent, type ViewingEvent } from '../families/viewing';

/** The fields of an event that playback quality needs: no viewer, no session, no title. */
export type QualityEvent = Pick<
  PlayerEvent,
  'event' | 'state' | 'interval_ms' | 'device_type' | 'cdn' | 'startup_ms' | 'error_fatal' | 'error_business'
>;

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
 * Older events are left out: an offline player may send the morning's events at night, and they must not raise an alarm
 * then.
 */
const LATE_AFTER_MS = 60_000;

const ALARM_EVENTS: ReadonlySet<string> = new Set([
  ...['play_request', 'buffer_start', 'buffer_end', 'error', 'quit', 'ended', 'heartbeat'],
]);

/**
 * Whether the alarms need an event. Besides the events in ALARM_EVENTS, they need every event that closes a playing or
 * rebuffering interval of the content, such as a pause: without it, the denominator of the ratios would be too small. See
 * docs/decisions/0010.
 */
const isQualityEvent = ({ event, state, startup_ms, ad_break_id }: ViewingEvent): boolean =>
  ALARM_EVENTS.has(event) ||
  (ad_break_id === undefined && (state === 'playing' || state === 'rebuffering')) ||
  (event === 'playing' && startup_ms !== undefined);

/** Summarizes one request in one report, or in several of at most `maxBytes` each if it has many events. */
export const toReports = (
  accepted: readonly ViewingEvent[],
  counts: { readonly accepted: number; readonly refused: number },
  receivedAt: number,
  maxBytes: number,
): readonly string[] => {
  const quality = accepted.filter(isQualityEvent);
  const timely = quality.filter(({ event_ts }) => receivedAt - event_ts <= LATE_AFTER_MS);
  const head = { received_at: receivedAt, ...counts, late: quality.length - timely.length };
  const [first = [], ...others] = groupBySize(timely.map(toJson), maxBytes - ENVELOPE_BYTES);
  const rest = { received_at: receivedAt, accepted: 0, refused: 0, late: 0 }; // the first report has the counts
  return [write(head, first), ...others.map((group) => write(rest, group))];
};

/** An upper bound for the size of the envelope's keys and numbers. */
const ENVELOPE_BYTES = 200;

const write = (head: Omit<QualityReport, 'events'>, events: readonly string[]): string =>
  `${JSON.stringify(head).slice(0, -1)},"events":[${events.join(',')}]}`;

/**
 * The event as JSON. The interval of an ad break is left out: waiting for an ad is no rebuffering of the content, and its
 * time must not dilute the ratios either. The text is ASCII only: SQS refuses some characters that the name of a CDN may
 * have, and so every character is one byte.
 */
const toJson = (event: ViewingEvent): string => {
  const { event: name, state, device_type, cdn, startup_ms, error_fatal, error_business } = event;
  const interval_ms = event.ad_break_id === undefined ? event.interval_ms : undefined;
  const kept: QualityEvent = { event: name, device_type };
  return JSON.stringify({ ...kept, state, interval_ms, cdn, startup_ms, error_fatal, error_business }).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
};

const groupBySize = (texts: readonly string[], maxLength: number): readonly (readonly string[])[] => {
  const groups: string[][] = [];
  let length = Infinity;
  for (const text of texts) {
    length += text.length + 1;
    if (length > maxLength) {
      groups.push([]);
      length = text.length;
    }
    groups.at(-1)?.push(text);
  }
  return groups;
};

/** Reads a report; undefined for a body that `toReports` cannot have written. */
export const readReport = (body: string): QualityReport | undefined => {
  const value = parse(body);
  if (typeof value !== 'object' || value === null) return undefined;
  return isReport(value) ? value : undefined;
};

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

const isReport = (value: Partial<Record<keyof QualityReport, unknown>>): value is QualityReport =>
  isCount(value.received_at) &&
  isCount(value.accepted) &&
  isCount(value.refused) &&
  isCount(value.late) &&
  Array.isArray(value.events) &&
  value.events.every(isQualityRecord);

const names = new Set<unknown>(EVENT_NAMES);
const states = new Set<unknown>([undefined, ...PLAYBACK_STATES]);
const devices = new Set<unknown>(DEVICE_TYPES);

const isQualityRecord = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  const event: Partial<Record<keyof QualityEvent, unknown>> = value;
  return (
    names.has(event.event) &&
    states.has(event.state) &&
    devices.has(event.device_type) &&
    (event.cdn === undefined || typeof event.cdn === 'string') &&
    (event.interval_ms === undefined || isCount(event.interval_ms)) &&
    (event.startup_ms === undefined || isCount(event.startup_ms)) &&
    isFlag(event.error_fatal) &&
    isFlag(event.error_business)
  );
};

const isCount = (value: unknown): boolean => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

const isFlag = (value: unknown): boolean => value === undefined || typeof value === 'boolean';
