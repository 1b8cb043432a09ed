import { hash32 } from '../ingest';
import type { ViewingEvent } from '../families/viewing';
import { shownCode } from './errors/shown-code';
import type { Player } from './player';
import type { FatalError, QualityEvent, QualityReport } from './quality-report';

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
  const [first = new Group(), ...others] = groupBySize(timely, receivedAt, maxBytes - ENVELOPE_BYTES);
  const rest = { received_at: receivedAt, accepted: 0, refused: 0, late: 0 }; // the first report has the counts
  return [write(head, first), ...others.map((group) => write(rest, group))];
};

/** An upper bound for the size of the envelope's keys and numbers. */
const ENVELOPE_BYTES = 250;

/** The rows of one report. */
class Group {
  readonly events: string[] = [];
  private readonly places = new Map<string, number>();
  private bytes = 0;

  /** Adds an event; returns false, and adds nothing, if the group would be larger than `maxBytes`. A first event always fits. */
  add(event: ViewingEvent, receivedAt: number, maxBytes: number): boolean {
    const player = toAscii(JSON.stringify(playerOf(event)));
    const known = this.places.get(player);
    const place = known ?? this.places.size;
    const row = JSON.stringify(eventRow(event, place, receivedAt));
    const bytes = this.bytes + row.length + 1 + (known === undefined ? player.length + 1 : 0);
    if (bytes > maxBytes && this.events.length > 0) return false;
    this.bytes = bytes;
    this.places.set(player, place);
    this.events.push(row);
    return true;
  }

  /** Whom the events are of: almost always one player. */
  get players(): readonly string[] {
    return [...this.places.keys()];
  }
}

const groupBySize = (events: readonly ViewingEvent[], receivedAt: number, maxBytes: number): readonly Group[] => {
  const groups: Group[] = [];
  for (const event of events) {
    if (groups.at(-1)?.add(event, receivedAt, maxBytes) === true) continue;
    const group = new Group();
    group.add(event, receivedAt, maxBytes);
    groups.push(group);
  }
  return groups;
};

const write = (head: Omit<QualityReport, 'events' | 'players'>, { players, events }: Group): string =>
  `${JSON.stringify(head).slice(0, -1)},"players":[${players.join(',')}],"events":[${events.join(',')}]}`;

const playerOf = (event: ViewingEvent): Player => [
  event.device_type,
  event.cdn ?? null,
  event.app_version ?? null,
  event.content_id,
  event.country ?? null,
  event.stream_type,
  hash32(event.viewer_id ?? event.session_id) >>> 1,
];

const eventRow = (event: ViewingEvent, player: number, receivedAt: number): QualityEvent =>
  event.event === 'error'
    ? [...commonRow(event, player, receivedAt), shownCode(event.error_code ?? '')]
    : commonRow(event, player, receivedAt);

const commonRow = (event: ViewingEvent, player: number, receivedAt: number) =>
  [
    event.event,
    event.state ?? null,
    contentInterval(event),
    Math.max(0, receivedAt - event.event_ts),
    hash32(event.session_id) >>> 1, // a larger number takes longer to read
    player,
    event.startup_ms ?? null,
    fatalError(event),
  ] as const;

/** Waiting for an ad is no rebuffering of the content, and the time of an ad must not dilute the ratios either. */
const contentInterval = ({ interval_ms = 0, ad_break_id }: ViewingEvent): number =>
  ad_break_id === undefined ? interval_ms : 0;

const fatalError = ({ error_fatal, error_business }: ViewingEvent): FatalError | null => {
  if (error_fatal !== true) return null;
  return error_business === true ? 'business' : 'fault';
};

/** SQS refuses some characters that a title or a CDN may have. In ASCII, every character is one byte. */
const toAscii = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
