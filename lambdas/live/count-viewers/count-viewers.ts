import { readRecord, saltOf, type UnreadableRecord } from '../../../domain/ingest';
import type { AuditedEvent } from '../../../domain/ledger';
import { addToPresence, type ContentSessions, type Presence } from '../../../domain/live/collect-presence';
import { isStreamedEvent } from '../../../domain/live/streamed-event';

/** One record of the stream, as the event source hands it over. */
export interface StreamRecord {
  readonly sequenceNumber: string;
  readonly bucket: number;
  /** Epoch ms. */
  readonly arrivedAt: number;
  /** Base64 of NDJSON. */
  readonly data: string;
}

/** What a batch comes to. */
export interface BatchPresence {
  /** By salt of the presence keys. */
  readonly bySalt: ReadonlyMap<number, Presence>;
  /** By bucket, when its newest record arrived, epoch ms. */
  readonly progress: ReadonlyMap<number, number>;
  readonly newestArrivalMs: number;
  /** Every event that was taken in. */
  readonly events: readonly AuditedEvent[];
  /** Instants that events came too late for: their sessions are in the lake, not in these counts. */
  readonly late: number;
  /** Records that are not what the collector writes: none of them is counted. */
  readonly unreadable: readonly UnreadableRecord[];
}

/** What presence is made by. */
export interface PresenceSettings {
  readonly buckets: number;
  readonly salts: number;
  /** An instant takes late events this long. */
  readonly closeAfterMs: number;
}

/** Turns a batch into presence. Pure: the same records give the same presence, whenever they are delivered. */
export const toPresence = (records: readonly StreamRecord[], settings: PresenceSettings): BatchPresence => {
  const bySalt = new Map<number, Presence>();
  const progress = new Map<number, number>();
  const taken: AuditedEvent[] = [];
  const unreadable: UnreadableRecord[] = [];
  const batch = { bySalt, progress, newestArrivalMs: 0, events: taken, late: 0, unreadable };
  for (const { sequenceNumber, bucket, arrivedAt, data } of records) {
    const events = readRecord(isStreamedEvent, { sequenceNumber, data });
    if ('reason' in events) {
      unreadable.push(events);
      continue;
    }
    const presence = presenceOf(bySalt, saltOf(bucket, settings.buckets, settings.salts));
    const openFrom = arrivedAt - settings.closeAfterMs + 1;
    for (const event of events) batch.late += addToPresence(presence, event, openFrom);
    for (const event of events) taken.push(event);
    batch.newestArrivalMs = Math.max(batch.newestArrivalMs, arrivedAt);
    progress.set(bucket, Math.max(progress.get(bucket) ?? 0, arrivedAt));
  }
  return batch;
};

const presenceOf = (bySalt: Map<number, Presence>, salt: number): Presence => {
  const presence: Presence = bySalt.get(salt) ?? new Map<number, ContentSessions>();
  bySalt.set(salt, presence);
  return presence;
};
