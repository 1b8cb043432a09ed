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

const isPresenceEvent = (line: unknown): line is PresenceEvent => {
  if (typeof line !== 'object' || line === null) return false;
  const event: Partial<Record<keyof PresenceEvent, unknown>> = line;
  return (
    typeof event.event === 'string' &&
    typeof event.session_id === 'string' &&
    typeof event.content_id === 'string' &&
    typeof event.device_type === 'string' &&
    typeof event.event_ts === 'number' &&
    (event.interval_ms === undefined || isInteger(event.interval_ms, 0, MAX_INTERVAL_MS)) &&
    isTextOrAbsent(event.viewer_id) &&
    isTextOrAbsent(event.state) &&
    isTextOrAbsent(event.ad_break_id)
  );
};

const isTextOrAbsent = (value: unknown): boolean => value === undefined || typeof value === 'string';

/** Reads the events of the stream for counting viewers and for the ledger. */
export const STREAMED_EVENTS = eventReader(
  VIEWING_DEFINITION,
  (line): line is StreamedEvent => isPresenceEvent(line) && isAuditedEvent(line),
);
