import { NotAnEvent, unpackEventsAs } from '../../domain/events/unpack-events';
import { isWatchEvent, type WatchEvent } from '../../domain/features/watch-event';

/** One record of the stream, as far as features look at it. */
export interface StreamRecord {
  readonly sequenceNumber: string;
  /** Base64 of NDJSON. */
  readonly data: string;
}

/** What a batch tells of each viewer. */
export interface BatchEvents {
  /** By pseudonym. */
  readonly byViewer: ReadonlyMap<string, readonly WatchEvent[]>;
  /** The first record that is not what the collector writes; nothing from it on is taken. */
  readonly poison?: { readonly sequenceNumber: string; readonly reason: string };
}

/** Reads the records of a batch, up to the first that can't be read. */
export const readRecords = (records: readonly StreamRecord[]): BatchEvents => {
  const byViewer = new Map<string, WatchEvent[]>();
  for (const { sequenceNumber, data } of records) {
    const events = read(data);
    if (typeof events === 'string') return { byViewer, poison: { sequenceNumber, reason: events } };
    for (const event of events) {
      const known = byViewer.get(event.viewer_id);
      if (known) known.push(event);
      else byViewer.set(event.viewer_id, [event]);
    }
  }
  return { byViewer };
};

const read = (data: string): readonly WatchEvent[] | string => {
  try {
    return unpackEventsAs(isWatchEvent, Buffer.from(data, 'base64').toString('utf8'));
  } catch (error) {
    return error instanceof NotAnEvent ? error.message : 'The record is not NDJSON.';
  }
};
