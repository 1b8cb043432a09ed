import { readRecord, saltOf, type UnreadableRecord } from '../../../domain/ingest';
import type { AuditedEvent } from '../../../domain/ledger';
import type { ContentBounds, SessionBounds } from '../../../domain/live/bounds-codec';
import { addToBounds, addToPresence, type ContentSessions, type Presence } from '../../../domain/live/collect-presence';
import { STREAMED_EVENTS } from '../../../domain/live/streamed-event';

/** One record of the stream, as the event source delivers it. */
export interface StreamRecord {
  readonly sequenceNumber: string;
  readonly bucket: number;
  /** Epoch ms. */
  readonly arrivedAt: number;
  /** Base64 of NDJSON. */
  readonly data: string;
}

/** The contents of a batch. */
export interface BatchPresence {
  /** By salt of the presence keys. */
  readonly bySalt: ReadonlyMap<number, Presence>;
  /** When playbacks were requested and ended, by salt. */
  readonly boundsBySalt: ReadonlyMap<number, ContentBounds>;
  /** When the newest record of each session bucket arrived, epoch ms. */
  readonly progress: ReadonlyMap<number, number>;
  readonly newestArrivalMs: number;
  /** Every event of the readable records. */
  readonly events: readonly AuditedEvent[];
  /**
   * How many instants were already closed when their events arrived. Their sessions are in the lake, but not in these
   * counts.
   */
  readonly late: number;
  /** Records that `collect` did not write. None of their events is counted. */
  readonly unreadable: readonly UnreadableRecord[];
}

/** Settings of the presence. */
export interface PresenceSettings {
  readonly buckets: number;
  readonly salts: number;
  /** How long an instant accepts late events, ms. */
  readonly closeAfterMs: number;
}

/** Turns a batch into presence. The function is pure: a batch gives the same presence whenever it is delivered. */
export const toPresence = (records: readonly StreamRecord[], settings: PresenceSettings): BatchPresence => {
  const bySalt = new Map<number, Presence>();
  const boundsBySalt = new Map<number, ContentBounds>();
  const progress = new Map<number, number>();
  const accepted: AuditedEvent[] = [];
  const unreadable: UnreadableRecord[] = [];
  const batch = { bySalt, boundsBySalt, progress, newestArrivalMs: 0, events: accepted, late: 0, unreadable };
  for (const { sequenceNumber, bucket, arrivedAt, data } of records) {
    const events = readRecord(STREAMED_EVENTS, { sequenceNumber, data });
    if ('reason' in events) {
      unreadable.push(events);
      continue;
    }
    const salt = saltOf(bucket, settings.buckets, settings.salts);
    const presence: Presence = getOrAdd(bySalt, salt, () => new Map<number, ContentSessions>());
    const bounds: ContentBounds = getOrAdd(boundsBySalt, salt, () => new Map<string, Map<string, SessionBounds>>());
    const openFrom = arrivedAt - settings.closeAfterMs + 1;
    for (const event of events) {
      batch.late += addToPresence(presence, event, openFrom);
      addToBounds(bounds, event);
      accepted.push(event);
    }
    batch.newestArrivalMs = Math.max(batch.newestArrivalMs, arrivedAt);
    progress.set(bucket, Math.max(progress.get(bucket) ?? 0, arrivedAt));
  }
  return batch;
};

const getOrAdd = <Value>(bySalt: Map<number, Value>, salt: number, make: () => Value): Value => {
  const known = bySalt.get(salt);
  if (known !== undefined) return known;
  const made = make();
  bySalt.set(salt, made);
  return made;
};
