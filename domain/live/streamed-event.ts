import { isInteger } from '../families';
import { MAX_INTERVAL_MS, VIEWING_DEFINITION } from '../families/viewing';
import { eventReader } from '../ingest';
import type { PresenceEvent } from './collect-presence';

/** The part of a viewing event that counting viewers and the ledger need. `received_at`: epoch ms. */
type StreamedEvent = PresenceEvent & { readonly event_id: string; readonly received_at: number };

const isAuditedEvent = (line: object): boolean =>
  'event_id' in line &&
  typeof line.event_id === 'string' &&
  'received_at' in line &&
  typeof line.received_at === 'number';

const isPresenceEvent = (line: unknown): line is PresenceEvent =>
  typeof line === 'object' &&
  line !== null &&
  'event' in line &&
  typeof line.event === 'string' &&
  'session_id' in line &&
  typeof line.session_id === 'string' &&
  'content_id' in line &&
  typeof line.content_id === 'string' &&
  'device_type' in line &&
  typeof line.device_type === 'string' &&
  'event_ts' in line &&
  typeof line.event_ts === 'number' &&
  (!('interval_ms' in line) || isInteger(line.interval_ms, 0, MAX_INTERVAL_MS)) &&
  (!('state' in line) || typeof line.state === 'string') &&
  (!('ad_break_id' in line) || typeof line.ad_break_id === 'string') &&
  (!('viewer_id' in line) || typeof line.viewer_id === 'string');

/** Reads the events of the stream for counting viewers and for the ledger. */
export const STREAMED_EVENTS = eventReader(
  VIEWING_DEFINITION,
  (line): line is StreamedEvent => isPresenceEvent(line) && isAuditedEvent(line),
);
