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

const TEXTS = ['event', 'session_id', 'content_id', 'device_type'] as const satisfies (keyof PresenceEvent)[];
const OPTIONAL_TEXTS = ['viewer_id', 'state', 'ad_break_id'] as const satisfies (keyof PresenceEvent)[];

const isPresenceEvent = (line: unknown): line is PresenceEvent => {
  if (typeof line !== 'object' || line === null) return false;
  const event: Partial<Record<keyof PresenceEvent, unknown>> = line;
  for (const name of TEXTS) if (typeof event[name] !== 'string') return false;
  for (const name of OPTIONAL_TEXTS) if (event[name] !== undefined && typeof event[name] !== 'string') return false;
  return (
    typeof event.event_ts === 'number' &&
    (event.interval_ms === undefined || isInteger(event.interval_ms, 0, MAX_INTERVAL_MS))
  );
};

/** Reads the events of the stream for counting viewers and for the ledger. */
export const STREAMED_EVENTS = eventReader(
  VIEWING_DEFINITION,
  (line): line is StreamedEvent => isPresenceEvent(line) && isAuditedEvent(line),
);
