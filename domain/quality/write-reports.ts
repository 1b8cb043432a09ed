import { hash32 } from '../ingest';
import type { ViewingEvent } from '../families/viewing';
import { shownCode } from './errors/shown-code';
import type { FatalError, QualityEvent, QualityReport, ReportedError } from './quality-report';

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
  const rows = timely.map((event) => toRow(event, receivedAt));
  const head = { received_at: receivedAt, ...counts, late: quality.length - timely.length };
  const [first = [], ...others] = groupBySize(rows, maxBytes - ENVELOPE_BYTES);
  const rest = { received_at: receivedAt, accepted: 0, refused: 0, late: 0 }; // the first report has the counts
  return [write(head, first), ...others.map((group) => write(rest, group))];
};

/** An upper bound for the size of the envelope's keys and numbers. */
const ENVELOPE_BYTES = 200;

const write = (head: Omit<QualityReport, 'events'>, rows: readonly string[]): string =>
  `${JSON.stringify(head).slice(0, -1)},"events":[${rows.join(',')}]}`;

const toRow = (event: ViewingEvent, receivedAt: number): string => {
  const row: QualityEvent = [
    event.event,
    event.state ?? null,
    contentInterval(event),
    Math.max(0, receivedAt - event.event_ts),
    hash32(event.session_id) >>> 1, // a larger number takes longer to read
    event.device_type,
    event.cdn ?? null,
    event.startup_ms ?? null,
    fatalError(event),
  ];
  return toAscii(JSON.stringify(event.event === 'error' ? [...row, toError(event)] : row));
};

/** Waiting for an ad is no rebuffering of the content, and the time of an ad must not dilute the ratios either. */
const contentInterval = ({ interval_ms = 0, ad_break_id }: ViewingEvent): number =>
  ad_break_id === undefined ? interval_ms : 0;

const fatalError = ({ error_fatal, error_business }: ViewingEvent): FatalError | null => {
  if (error_fatal !== true) return null;
  return error_business === true ? 'business' : 'fault';
};

const toError = ({ error_code = '', app_version, content_id }: ViewingEvent): ReportedError => [
  shownCode(error_code),
  app_version ?? null,
  content_id,
];

/** SQS refuses some characters that the name of a CDN may have. In ASCII, every character is one byte. */
const toAscii = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

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
